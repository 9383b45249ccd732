using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Cohere chat and embed. Billed units are the tokens counted; the larger <c>tokens</c> hold the template around the
/// prompt, which nobody pays for, and serve only where no billed units are told.
/// </summary>
internal sealed class CohereDialect : JsonDialect
{
    public override string Name => DialectNames.Cohere;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteMessage(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        if (Quick(data, facts))
            return EventClass.Output | EventClass.Answer;
        if (IsDone(data))
            return EventClass.Terminal;
        return TryOpen(data, facts, out var reader) ? CohereMessage.Read(ref reader, facts) : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) => CohereMessage.Read(ref reader, facts);

    // {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"...
    private static bool Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        var probe = new TextProbe();
        if (!data.StartsWith("{\"type\":\"content-delta\""u8) || !probe.TryFind(data, "\"text\":\""u8, 4, 0)
            || probe.Holds("\"thinking\""u8))
            return false;
        facts.AddPlainText(data, probe.Text);
        return true;
    }
}
