namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Bounds the spans that wait to be pushed. The sink takes a place for each span, the exporter gives it back; the SDK's own
/// queue, which drops without telling, is made as large as this and so never drops.
/// </summary>
public sealed class SpanBudget(int capacity)
{
    private int _waiting;

    /// <summary>Spans waiting.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Most spans that may wait.</summary>
    public int Capacity => capacity;

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= capacity)
            return true;
        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Gives places back.</summary>
    public void Leave(int count) => Interlocked.Add(ref _waiting, -count);
}
