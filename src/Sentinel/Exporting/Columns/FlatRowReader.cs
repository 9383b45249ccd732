namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>Reads the values of a row one after the other. Throws <see cref="FormatException"/>, by the column's name, for a value that cannot be.</summary>
internal struct FlatRowReader(FlatRow row)
{
    private int _place;

    public string? Text() => row.Texts[_place++];

    public string RequiredText() => row.Texts[_place++] ?? throw Missing();

    public Guid Id() => Guid.TryParse(RequiredText(), out var id) ? id : throw new FormatException($"{Name}: '{row.Texts[_place - 1]}' is no UUID");

    public T Word<T>(Func<string, T?> parse)
        where T : struct
    {
        var word = RequiredText();
        return parse(word) ?? throw new FormatException($"{Name}: '{word}' is not one of its words");
    }

    public DateTimeOffset Time()
    {
        var microseconds = RequiredCount();
        return microseconds is > -62_135_596_800_000_000 and < 253_402_300_800_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : throw new FormatException($"{Name}: not a time of the years 1 to 9999");
    }

    public TimeSpan? Duration() => row.Numbers[_place++] is { } ticks ? new TimeSpan(ticks) : null;

    public TimeSpan RequiredDuration() => new(RequiredCount());

    public long? Count() => row.Numbers[_place++];

    public long RequiredCount() => row.Numbers[_place++] ?? throw Missing();

    public int? SmallCount() => row.Numbers[_place++] is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw new FormatException($"{Name}: {number} is out of range");

    public int RequiredSmallCount() => SmallCount() ?? throw Missing();

    public bool Flag() => RequiredCount() != 0;

    public decimal? Money() => row.Money[_place++];

    private readonly string Name => ExportColumns.All[_place - 1].Name;

    private readonly FormatException Missing() => new($"{Name}: missing");
}
