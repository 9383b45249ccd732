namespace LlmSentinel.Core.Wire;

/// <summary>
/// One framed event: an SSE event, an NDJSON line, an element of a streamed JSON array or the payload of a Bedrock frame.
/// The spans are valid during the call only.
/// </summary>
/// <param name="name">SSE <c>event:</c> value or Bedrock <c>:event-type</c> / <c>:exception-type</c>; empty when there is none.</param>
/// <param name="data">The event's data, UTF-8; several <c>data:</c> lines joined by LF.</param>
public readonly ref struct WireEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
{
    /// <summary>Name, possibly empty.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Data.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
