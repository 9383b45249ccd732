using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Bedrock Converse and ConverseStream. The kind of an event is its frame's type, not in its JSON. A stream is complete
/// when both the stop and the metadata behind it have come.
/// </summary>
internal sealed class BedrockConverseDialect : JsonDialect
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    public override string Name => DialectNames.BedrockConverse;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteMessage(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var name = wireEvent.Name;
        var data = wireEvent.Data;
        if (name.SequenceEqual("contentBlockDelta"u8) && Quick(data, facts))
            return Visible;
        if (BedrockErrors.TryRead(wireEvent, facts))
            return EventClass.Error;
        if (!TryOpen(data, facts, out var reader))
            return EventClass.None;

        var found = EventClass.None;
        if (name.SequenceEqual("metadata"u8))
        {
            facts.State.Metadata = true;
            found = BedrockMessage.Read(ref reader, facts);
        }
        else if (name.SequenceEqual("messageStart"u8))
            facts.ToolCalls ??= 0;
        else
            found = BedrockMessage.Read(ref reader, facts);

        return facts.State.Metadata && facts.FinishReasonRaw is not null ? found | EventClass.Terminal : found;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) => BedrockMessage.ReadBody(ref reader, facts);

    // {"contentBlockIndex":0,"delta":{"text":"...
    private static bool Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        var probe = new TextProbe();
        if (!probe.TryFind(data, "\"text\":\""u8, 2, 0))
            return false;
        facts.AddPlainText(data, probe.Text);
        return true;
    }
}
