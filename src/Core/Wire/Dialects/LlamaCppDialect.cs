using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>llama.cpp's native completion: running counts in every object, exact timings in the last. It echoes the prompt, which is passed over.</summary>
internal sealed class LlamaCppDialect : JsonDialect
{
    public override string Name => DialectNames.LlamaCpp;

    public override void WriteError(IBufferWriter<byte> writer, in SentinelError error) => SentinelErrors.WriteOpenAI(writer, error);

    protected override EventClass Event(in WireEvent wireEvent, ResponseFacts facts) =>
        TryOpen(wireEvent.Data, facts, out var reader) ? Read(ref reader, wireEvent.Name, facts) : EventClass.None;

    protected override void Body(ref Utf8JsonReader reader, ResponseFacts facts) => Read(ref reader, default, facts);

    private static EventClass Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> eventName, ResponseFacts facts)
    {
        var found = EventClass.None;
        var own = new ErrorFields();
        ref var split = ref facts.State.Split;
        long? evaluated = null;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
                found |= Json.Text(ref reader, facts.Text) ? EventClass.Output | EventClass.Answer : EventClass.None;
            else if (reader.ValueTextEquals("model"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("stop"u8))
                found |= Json.IsTrue(ref reader) ? EventClass.Terminal : EventClass.None;
            else if (reader.ValueTextEquals("stop_type"u8))
                StopType(ref reader, facts);
            else if (reader.ValueTextEquals("tokens_predicted"u8))
                Json.Count(ref reader, ref split.Output);
            else if (reader.ValueTextEquals("tokens_evaluated"u8))
                Json.Count(ref reader, ref evaluated);
            else if (reader.ValueTextEquals("timings"u8))
                LlamaTimings.Read(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else if (!own.TryRead(ref reader))
                reader.Skip();
        }

        if (eventName.SequenceEqual("error"u8) && (found & EventClass.Error) == 0)
        {
            own.Apply(facts);
            found |= EventClass.Error;
        }

        Usage(facts, split, evaluated);
        return found;
    }

    // Without timings the tokens evaluated are the prompt.
    private static void Usage(ResponseFacts facts, in SplitUsage split, long? evaluated)
    {
        ref var usage = ref facts.Usage;
        if (split.Input is null || split.CacheRead is null)
            usage.InputTotal = evaluated ?? usage.InputTotal;
        usage.OutputTotal = split.Output ?? usage.OutputTotal;
        facts.HasUsage |= usage.InputTotal is not null || usage.OutputTotal is not null;
    }

    // "none" while it is still running.
    private static void StopType(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        reader.Read();
        var running = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("none"u8);
        if (!running && Json.StringHere(ref reader) is { } word)
            FinishReasons.Set(facts, word);
    }
}
