using System.Buffers;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// Reads one wire format. Stateless and shared by all exchanges: whatever is known of one exchange stands in its
/// <see cref="ResponseFacts"/>. Must not throw on any input and must not keep the spans it is given.
/// </summary>
public interface IDialect
{
    /// <summary>One of <see cref="DialectNames"/>.</summary>
    string Name { get; }

    /// <summary>True when a complete stream of this dialect may carry no usage unless the request asks for it.</summary>
    bool MayOmitStreamUsage { get; }

    /// <summary>Reads one event of a stream, on the response's own thread: no allocation for an event that only carries text.</summary>
    EventClass ReadEvent(in WireEvent wireEvent, ResponseFacts facts);

    /// <summary>
    /// Reads a plain answer, error bodies included, off the request's path. One longer than the copy kept of it comes in two calls:
    /// its beginning, cut anywhere, then an object of its last members.
    /// </summary>
    void ReadBody(in ReadOnlySequence<byte> body, ResponseFacts facts);

    /// <summary>Writes the JSON error body a client of this dialect understands.</summary>
    void WriteError(IBufferWriter<byte> writer, in SentinelError error);
}
