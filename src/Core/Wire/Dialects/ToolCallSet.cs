namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Tells a new tool call from the next piece of a known one, by choice, index and id. Servers differ: ids come once or in
/// every piece, and some give all calls of one answer the same index. Bounded; beyond the bound nothing new is counted.
/// </summary>
internal sealed class ToolCallSet
{
    private const int Bound = 1024;
    private Entry[] _entries = [];

    /// <summary>Number of calls.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the call unless it is known. True when it is new.</summary>
    /// <param name="choice">Index of the choice.</param>
    /// <param name="index">Index of the call within the choice.</param>
    /// <param name="id">Hash of its id; 0 when this piece has none.</param>
    public bool Add(long choice, long index, int id)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            ref var entry = ref _entries[i];
            if (entry.Choice != choice || entry.Index != index)
                continue;
            if (id == 0 || entry.Id == 0 || entry.Id == id)
                return false;
        }

        if (Count == Bound)
            return false;
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(4, Count * 2));
        _entries[Count++] = new Entry(choice, index, id);
        return true;
    }

    public void Reset() => Count = 0;

    private readonly record struct Entry(long Choice, long Index, int Id);
}
