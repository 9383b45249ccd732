using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// llama.cpp's <c>timings</c>: exact counts even where the stream was not asked for usage. <c>prompt_n</c> leaves out what
/// came from the cache, so the input is known only together with <c>cache_n</c>. A usage object beside it has precedence.
/// </summary>
internal static class LlamaTimings
{
    /// <summary>Reader on the name of the member.</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        ref var split = ref facts.State.Split;
        double? prompt = null;
        double? predicted = null;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("cache_n"u8))
                Json.Count(ref reader, ref split.CacheRead);
            else if (reader.ValueTextEquals("prompt_n"u8))
                Json.Count(ref reader, ref split.Input);
            else if (reader.ValueTextEquals("predicted_n"u8))
                Json.Count(ref reader, ref split.Output);
            else if (reader.ValueTextEquals("prompt_ms"u8))
                prompt = Json.Number(ref reader);
            else if (reader.ValueTextEquals("predicted_ms"u8))
                predicted = Json.Number(ref reader);
            else
                reader.Skip();
        }

        if (prompt + predicted is { } ms)
            facts.ProviderProcessing = Json.Seconds(ms / 1000) ?? facts.ProviderProcessing;
        Apply(facts, split);
    }

    private static void Apply(ResponseFacts facts, in SplitUsage split)
    {
        ref var usage = ref facts.Usage;
        usage.CacheRead = facts.State.UsageObject ? usage.CacheRead ?? split.CacheRead : split.CacheRead ?? usage.CacheRead;
        if (facts.State.UsageObject)
            return;
        usage.InputTotal = split.Input + split.CacheRead ?? usage.InputTotal;
        usage.OutputTotal = split.Output ?? usage.OutputTotal;
        facts.HasUsage |= usage.InputTotal is not null || usage.OutputTotal is not null;
    }
}
