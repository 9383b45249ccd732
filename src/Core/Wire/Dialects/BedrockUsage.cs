using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Converse's usage object: the input leaves out the cache. Some answers repeat the cache counts under names that end in
/// "Count"; one pair is read.
/// </summary>
internal static class BedrockUsage
{
    /// <summary>Reader on the name of the member.</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        ref var split = ref facts.State.Split;
        long? readCount = null;
        long? writeCount = null;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("inputTokens"u8))
                Json.Count(ref reader, ref split.Input);
            else if (reader.ValueTextEquals("outputTokens"u8))
                Json.Count(ref reader, ref split.Output);
            else if (reader.ValueTextEquals("totalTokens"u8))
                Json.Count(ref reader, ref facts.Usage.TotalReported);
            else if (reader.ValueTextEquals("cacheReadInputTokens"u8))
                Json.Count(ref reader, ref split.CacheRead);
            else if (reader.ValueTextEquals("cacheWriteInputTokens"u8))
                Json.Count(ref reader, ref split.CacheWrite);
            else if (reader.ValueTextEquals("cacheReadInputTokenCount"u8))
                Json.Count(ref reader, ref readCount);
            else if (reader.ValueTextEquals("cacheWriteInputTokenCount"u8))
                Json.Count(ref reader, ref writeCount);
            else if (reader.ValueTextEquals("cacheDetails"u8))
                CacheDetails(ref reader, ref split);
            else
                reader.Skip();
        }

        split.CacheRead ??= readCount;
        split.CacheWrite ??= writeCount;
        CacheExclusiveUsage.Apply(facts);
    }

    private static void CacheDetails(ref Utf8JsonReader reader, ref SplitUsage split)
    {
        if (!Json.EnterArray(ref reader))
            return;
        while (Json.NextObject(ref reader))
        {
            string? lifetime = null;
            long? tokens = null;
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("ttl"u8))
                    lifetime = Json.String(ref reader);
                else if (reader.ValueTextEquals("inputTokens"u8))
                    Json.Count(ref reader, ref tokens);
                else
                    reader.Skip();
            }

            if (lifetime == "5m")
                split.CacheWrite5m = tokens;
            else if (lifetime == "1h")
                split.CacheWrite1h = tokens;
        }
    }
}
