namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>What a rollup tells apart, besides outcomes and whether answers were streams. A number in the file: the order stays.</summary>
internal enum RollupDetail
{
    /// <summary>Upstream, model, operation and application.</summary>
    App,

    /// <summary>Upstream, model and operation.</summary>
    Model,

    /// <summary>Nothing else.</summary>
    None,
}

/// <summary>
/// How far rollups sum up. A level is the sum of the one below it: hours of their minutes, days of their hours. Where there are many
/// applications and models, most of the rollups are there to tell them apart, so hours and days stand without them as well.
/// </summary>
/// <param name="Number">Its number in the keys of rollups.</param>
/// <param name="Minutes">Length of its periods.</param>
/// <param name="Detail">What is told apart.</param>
internal sealed record RollupLevel(int Number, int Minutes, RollupDetail Detail)
{
    public static readonly RollupLevel Minute = new(0, 1, RollupDetail.App);
    public static readonly RollupLevel Hour = new(1, 60, RollupDetail.App);
    public static readonly RollupLevel HourOfModels = new(2, 60, RollupDetail.Model);
    public static readonly RollupLevel DayOfModels = new(3, 24 * 60, RollupDetail.Model);

    /// <summary>The last in the table: its last row tells how far rollups reach.</summary>
    public static readonly RollupLevel HourOfAll = new(4, 60, RollupDetail.None);

    /// <summary>Each with what it is summed up from, but for minutes, which come from rows.</summary>
    public static readonly (RollupLevel Level, RollupLevel From)[] Derived =
        [(Hour, Minute), (HourOfModels, Hour), (DayOfModels, HourOfModels), (HourOfAll, HourOfModels)];

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
