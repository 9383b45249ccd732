using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>OpenAI Responses, streamed or whole. Usage always stands in the last event or in the body.</summary>
internal sealed class OpenAIResponsesDialect : JsonDialect
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    public override string Name => DialectNames.OpenAIResponses;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        if (Quick(data, facts))
            return Visible;
        // Not part of the format; some servers send it all the same, at the end.
        if (IsDone(data))
            return EventClass.Terminal;
        return TryOpen(data, facts, out var reader) ? ResponsesEvent.Read(ref reader, facts) : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) =>
        ResponsesObject.Read(ref reader, facts, streamed: false);

    // {"type":"response.output_text.delta", ... "delta":"...
    private static bool Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        if (!data.StartsWith("{\"type\":\"response.output_text.delta\""u8))
            return false;
        var start = data.IndexOf("\"delta\":\""u8);
        // Logprobs are counted, one object each: those events are parsed.
        if (start < 0 || data[1..].IndexOf((byte)'{') >= 0)
            return false;
        var rest = data[(start + "\"delta\":\""u8.Length)..];
        var end = TextProbe.StringEnd(rest);
        if (end <= 0)
            return false;
        facts.AddPlainText(data, rest[..end]);
        return true;
    }
}
