using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// OpenAI Chat Completions and everyone who speaks it: Azure, xAI, DeepSeek, Groq, OpenRouter, Mistral, llama.cpp, vLLM,
/// Ollama and Google's compatible endpoints.
/// </summary>
internal sealed class OpenAIChatDialect : JsonDialect
{
    // After so many events whatever was not told (model, fingerprint) is not going to be.
    private const int HeadEvents = 4;

    public override string Name => DialectNames.OpenAIChat;

    public override bool MayOmitStreamUsage => true;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        if (facts.State.Parsed >= HeadEvents || facts.Model is not null)
        {
            var quick = Quick(data, facts);
            if (quick != EventClass.None)
                return quick;
        }

        if (IsDone(data))
            return EventClass.Terminal;
        if (!TryOpen(data, facts, out var reader))
            return EventClass.None;
        facts.State.Parsed++;
        return OpenAIChunk.Read(ref reader, wireEvent.Name, facts, streamed: true);
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) =>
        OpenAIChunk.Read(ref reader, default, facts, streamed: false);

    // {"choices":[{"delta":{"content":"...
    private static EventClass Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        var probe = new TextProbe();
        var answer = probe.TryFind(data, "\"content\":\""u8, 3, 1);
        if (!answer
            && !((probe.TryFind(data, "\"reasoning_content\":\""u8, 3, 1) || probe.TryFind(data, "\"reasoning\":\""u8, 3, 1))
                && !probe.Holds("\"content\""u8)))
            return EventClass.None;
        if (probe.Holds("\"finish_reason\""u8) || probe.Holds("\"reasoning"u8) || probe.Holds("\"refusal\""u8) || probe.Holds("\"error\""u8)
            || probe.Holds("\"content\""u8))
            return EventClass.None;
        if (facts.Text.KeepsKinds && probe.MayBeOfOtherChoice)
            return EventClass.None;
        facts.AddPlainText(data, probe.Text, answer ? TextKind.Answer : TextKind.Reasoning);
        return answer ? EventClass.Output | EventClass.Answer : EventClass.Output;
    }
}
