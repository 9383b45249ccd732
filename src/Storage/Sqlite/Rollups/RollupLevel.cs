namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// How far rollups sum up. A level is the sum of the one below it: hours of their minutes, days of their hours. Where there are many
/// applications, most of the rollups are there to tell them apart, so hours and days stand without them as well.
/// </summary>
/// <param name="Number">Its number in the keys of rollups.</param>
/// <param name="Minutes">Length of its periods.</param>
/// <param name="EveryApp">True when applications are not told apart.</param>
internal sealed record RollupLevel(int Number, int Minutes, bool EveryApp)
{
    public static readonly RollupLevel Minute = new(0, 1, false);
    public static readonly RollupLevel Hour = new(1, 60, false);
    public static readonly RollupLevel HourEveryApp = new(2, 60, true);
    public static readonly RollupLevel DayEveryApp = new(3, 24 * 60, true);

    /// <summary>Each with what it is summed up from, but for minutes, which come from rows.</summary>
    public static readonly (RollupLevel Level, RollupLevel From)[] Derived =
        [(Hour, Minute), (HourEveryApp, Minute), (DayEveryApp, HourEveryApp)];

    /// <summary>Microseconds of a minute.</summary>
    public const long MicrosecondsPerMinute = 60_000_000;

    private const int SeriesBits = 24;
    private const int MinuteBits = 32;

    /// <summary>Series there can be.</summary>
    public const long SeriesMask = (1L << SeriesBits) - 1;

    /// <summary>First minute of the period a minute lies in.</summary>
    public long StartOf(long minute) => minute - (minute % Minutes);

    /// <summary>Key of a rollup; of the first of a period with series 0.</summary>
    public long Key(long minute, long series = 0) => ((((long)Number << MinuteBits) | minute) << SeriesBits) | series;

    /// <summary>The minute a rollup's period starts with.</summary>
    public static long MinuteOf(long key) => (key >> SeriesBits) & ((1L << MinuteBits) - 1);

    /// <summary>The minute of a moment in microseconds; negative for one that no rollup holds.</summary>
    public static long MinuteAt(long microseconds) =>
        microseconds < 0 ? -1 : Math.Min(microseconds / MicrosecondsPerMinute, (1L << MinuteBits) - 1);
}
