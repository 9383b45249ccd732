namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>Some lines of a batch, one after the other.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LineRange(int First, int Count)
{
    /// <summary>Index behind the last.</summary>
    public int End => First + Count;

    /// <summary>The first half, which is the smaller one, and the rest.</summary>
    public (LineRange First, LineRange Second) Halves() => (new(First, Count / 2), new(First + (Count / 2), Count - (Count / 2)));
}
