using System.Collections.Concurrent;

namespace LlmSentinel.Simulator.Http;

/// <summary>The most recent Responses API answers, for reading them again by id.</summary>
internal sealed class StoredResponses
{
    private const int Capacity = 256;

    private readonly ConcurrentDictionary<string, byte[]> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(string id, ReadOnlySpan<byte> json)
    {
        if (!_byId.TryAdd(id, json.ToArray())) return;
        _order.Enqueue(id);
        while (_order.Count > Capacity && _order.TryDequeue(out var oldest)) _byId.TryRemove(oldest, out _);
    }

    public byte[]? Find(string id) => _byId.GetValueOrDefault(id);
}
