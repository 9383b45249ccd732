using System.Buffers;
using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Ollama's own chat, generate and embed: one object a line, the last one with <c>done</c>; a plain answer is such a line.</summary>
internal sealed class OllamaDialect : JsonDialect
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;
    private const double NanosecondsPerSecond = 1e9;

    public override string Name => DialectNames.Ollama;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOllama(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts)
    {
        var data = wireEvent.Data;
        if (facts.Model is not null && Quick(data, facts))
            return Visible;
        return TryOpen(data, facts, out var reader) ? Read(ref reader, facts) : EventClass.None;
    }

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) => Read(ref reader, facts);

    // {"message":{"content":"...  or  {"response":"...
    private static bool Quick(ReadOnlySpan<byte> data, ResponseFacts facts)
    {
        var probe = new TextProbe();
        if (!probe.TryFind(data, "\"content\":\""u8, 2, 0) && !probe.TryFind(data, "\"response\":\""u8, 1, 0))
            return false;
        // A value other than null: the flag is looked at by the parser unless it plainly says false.
        if (probe.After.IndexOf("\"done\":false"u8) < 0 || probe.Holds("\"thinking\""u8) || probe.Holds("\"error\""u8))
            return false;
        facts.AddPlainText(data, probe.Text);
        return true;
    }

    private static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("model"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("message"u8))
                found |= Message(ref reader, facts);
            else if (reader.ValueTextEquals("response"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("thinking"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("done"u8))
                found |= Json.IsTrue(ref reader) ? EventClass.Terminal : EventClass.None;
            else if (reader.ValueTextEquals("done_reason"u8))
                FinishReasons.Read(ref reader, facts);
            else if (reader.ValueTextEquals("prompt_eval_count"u8))
                Count(ref reader, facts, ref facts.Usage.InputTotal);
            else if (reader.ValueTextEquals("eval_count"u8))
                Count(ref reader, facts, ref facts.Usage.OutputTotal);
            else if (reader.ValueTextEquals("total_duration"u8))
                facts.ProviderProcessing = Json.Duration(ref reader, NanosecondsPerSecond) ?? facts.ProviderProcessing;
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        Finish(facts);
        return found;
    }

    private static void Finish(ResponseFacts facts)
    {
        // Calls that only load or unload a model generate nothing.
        if (facts.FinishReasonRaw is "load" or "unload")
            facts.Billable = false;
        else if (facts is { FinishReason: FinishReason.Stop, ToolCalls: > 0 })
            facts.FinishReason = FinishReason.ToolCall;
    }

    // Counts of zero are left out on the wire, and so may be a prompt that came from the cache: absent stays unknown.
    private static void Count(ref Utf8JsonReader reader, ResponseFacts facts, ref long? target)
    {
        Json.Count(ref reader, ref target);
        facts.HasUsage |= target is not null;
    }

    private static EventClass Message(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        facts.ToolCalls ??= 0;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("thinking"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("tool_calls"u8))
                found |= ToolCalls(ref reader, facts);
            else
                reader.Skip();
        }

        return found;
    }

    // Calls come whole, each once.
    private static EventClass ToolCalls(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterArray(ref reader))
            return found;
        while (Json.NextObject(ref reader))
        {
            facts.ToolCalls++;
            found = Visible;
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("function"u8))
                    Function(ref reader, facts);
                else
                    reader.Skip();
            }
        }

        return found;
    }

    private static void Function(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
                Json.Text(ref reader, facts.Text, TextKind.ToolName);
            else if (reader.ValueTextEquals("arguments"u8))
                ArgumentText.Append(ref reader, facts.Text);
            else
                reader.Skip();
        }
    }
}
