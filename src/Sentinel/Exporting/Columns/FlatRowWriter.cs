namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>Sets the values of a row one after the other.</summary>
internal struct FlatRowWriter(FlatRow row)
{
    private int _place;

    public void Add(string? text) => row.Texts[_place++] = text;

    public void Add(DateTimeOffset time) => row.Numbers[_place++] = (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public void Add(TimeSpan? duration) => row.Numbers[_place++] = duration?.Ticks;

    public void Add(long? count) => row.Numbers[_place++] = count;

    public void Add(decimal? dollars) => row.Money[_place++] = dollars;

    public void Add(bool flag) => row.Numbers[_place++] = flag ? 1 : 0;
}
