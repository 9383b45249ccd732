using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Anthropic Messages, on Anthropic's host, Vertex, Bedrock's native host and local servers that copied it.</summary>
internal sealed class AnthropicMessagesDialect : JsonDialect
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    public override string Name => DialectNames.AnthropicMessages;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteAnthropic(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        var quick = Quick(data, facts);
        if (quick != EventClass.None)
            return quick;
        return TryOpen(data, facts, out var reader) ? AnthropicEvent.Read(ref reader, facts) : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) =>
        AnthropicMessage.Read(ref reader, facts, streamed: false);

    // {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"...
    private static EventClass Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        if (!data.StartsWith("{\"type\":\"content_block_delta\""u8))
            return EventClass.None;

        var probe = new TextProbe();
        var found = EventClass.None;
        var kind = TextKind.Answer;
        if (probe.TryFind(data, "\"text\":\""u8, 2, 0) && probe.Before.IndexOf("\"text_delta\""u8) >= 0)
            found = Visible;
        else if (probe.TryFind(data, "\"partial_json\":\""u8, 2, 0))
            (found, kind) = (Visible, TextKind.ToolArguments);
        else if (probe.TryFind(data, "\"thinking\":\""u8, 2, 0))
            (found, kind) = (EventClass.Output, TextKind.Reasoning);
        if (found == EventClass.Output)
            facts.HiddenOutput = true;
        if (found != EventClass.None)
            facts.AddPlainText(data, probe.Text, kind);
        return found;
    }
}
