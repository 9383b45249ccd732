namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>The values of one row by the place of their column. Used again for every row.</summary>
internal sealed class FlatRow
{
    /// <summary>Text and words.</summary>
    public string?[] Texts { get; } = new string?[ExportColumns.Count];

    /// <summary>Times in microseconds since 1970, durations in ticks of 100 ns, counts, and flags as 0 or 1.</summary>
    public long?[] Numbers { get; } = new long?[ExportColumns.Count];

    /// <summary>US dollars.</summary>
    public decimal?[] Money { get; } = new decimal?[ExportColumns.Count];

    /// <summary>Every value unknown.</summary>
    public void Clear()
    {
        Array.Clear(Texts);
        Array.Clear(Numbers);
        Array.Clear(Money);
    }
}
