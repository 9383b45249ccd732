using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>OpenAI's legacy Completions: as Chat, with a text in place of the delta. Fill-in-the-middle endpoints answer as Chat.</summary>
internal sealed class OpenAICompletionsDialect : JsonDialect
{
    public override string Name => DialectNames.OpenAICompletions;

    public override bool MayOmitStreamUsage => true;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        if (facts.Model is not null && Quick(data, facts))
            return EventClass.Output | EventClass.Answer;
        if (IsDone(data))
            return EventClass.Terminal;
        return TryOpen(data, facts, out var reader)
            ? OpenAIChunk.Read(ref reader, wireEvent.Name, facts, streamed: true)
            : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) =>
        OpenAIChunk.Read(ref reader, default, facts, streamed: false);

    // {"choices":[{"text":"...
    private static bool Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        var probe = new TextProbe();
        if (!probe.TryFind(data, "\"text\":\""u8, 2, 1) || probe.Holds("\"finish_reason\""u8) || probe.Holds("\"error\""u8)
            || probe.Holds("\"text\""u8))
            return false;
        if (facts.Text.KeepsKinds && probe.MayBeOfOtherChoice)
            return false;
        facts.AddPlainText(data, probe.Text);
        return true;
    }
}
