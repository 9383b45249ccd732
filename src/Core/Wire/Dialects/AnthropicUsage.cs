using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Anthropic's usage object. A stream sends it at the start and, cumulative, in every <c>message_delta</c>: what is told
/// overwrites, what is null or absent stays, nothing is ever added.
/// </summary>
internal static class AnthropicUsage
{
    /// <summary>Reader on the name of the member.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="facts">Where the counts go.</param>
    /// <param name="atStart">True at the start of a stream, where the output count is a placeholder.</param>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts, bool atStart)
    {
        if (!Json.EnterObject(ref reader))
            return;
        ref var split = ref facts.State.Split;
        long? output = null;
        long? written = null;
        var lifetimes = false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
                Json.Count(ref reader, ref split.Input);
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
                Json.Count(ref reader, ref split.CacheRead);
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
                Json.Count(ref reader, ref written);
            else if (reader.ValueTextEquals("output_tokens"u8))
                Json.Count(ref reader, ref output);
            else if (reader.ValueTextEquals("cache_creation"u8))
                lifetimes |= Lifetimes(ref reader, ref split);
            else if (reader.ValueTextEquals("output_tokens_details"u8))
                OutputDetails(ref reader, facts);
            else if (reader.ValueTextEquals("server_tool_use"u8))
                ServerTools(ref reader, facts);
            else if (reader.ValueTextEquals("iterations"u8))
                Iterations(ref reader, ref split);
            else if (reader.ValueTextEquals("service_tier"u8))
                facts.ServiceTier = Json.Once(ref reader, facts.ServiceTier)?.ToLowerInvariant();
            else if (reader.ValueTextEquals("speed"u8))
                facts.Speed = Json.Once(ref reader, facts.Speed);
            else if (reader.ValueTextEquals("inference_geo"u8))
                facts.InferenceGeo = Json.Once(ref reader, facts.InferenceGeo);
            else
                reader.Skip();
        }

        if (output is not null)
        {
            split.Output = output;
            facts.State.OutputIsPlaceholder = atStart;
        }

        Written(ref split, written, lifetimes);
        CacheExclusiveUsage.Apply(facts);
    }

    // A later total without its split makes the earlier split stale.
    private static void Written(ref SplitUsage split, long? written, bool lifetimes)
    {
        if (written is null && lifetimes)
            written = split.CacheWrite5m + split.CacheWrite1h;
        if (written is null)
            return;
        split.CacheWrite = written;
        if (!lifetimes && split.CacheWrite5m + split.CacheWrite1h != written)
            split.CacheWrite5m = split.CacheWrite1h = null;
    }

    private static bool Lifetimes(ref Utf8JsonReader reader, ref SplitUsage split)
    {
        if (!Json.EnterObject(ref reader))
            return false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8))
                Json.Count(ref reader, ref split.CacheWrite5m);
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8))
                Json.Count(ref reader, ref split.CacheWrite1h);
            else
                reader.Skip();
        }

        return true;
    }

    private static void OutputDetails(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("thinking_tokens"u8))
                Json.Count(ref reader, ref facts.Usage.Reasoning);
            else
                reader.Skip();
        }
    }

    private static void ServerTools(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("web_search_requests"u8))
                Json.Count(ref reader, ref facts.Usage.WebSearches);
            else
                reader.Skip();
        }
    }

    // The totals cover the message passes only; what compaction passes took comes on top. The list is cumulative.
    private static void Iterations(ref Utf8JsonReader reader, ref SplitUsage split)
    {
        if (!Json.EnterArray(ref reader))
            return;
        split.Compaction = default;
        while (Json.NextObject(ref reader))
        {
            var compaction = false;
            var pass = new SplitUsage();
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    compaction = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("compaction"u8);
                    reader.Skip();
                }
                else if (reader.ValueTextEquals("input_tokens"u8))
                    Json.Count(ref reader, ref pass.Input);
                else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
                    Json.Count(ref reader, ref pass.CacheRead);
                else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
                    Json.Count(ref reader, ref pass.CacheWrite);
                else if (reader.ValueTextEquals("output_tokens"u8))
                    Json.Count(ref reader, ref pass.Output);
                else
                    reader.Skip();
            }

            if (!compaction)
                continue;
            split.Compaction.Input += pass.Input ?? 0;
            split.Compaction.CacheRead += pass.CacheRead ?? 0;
            split.Compaction.CacheWrite += pass.CacheWrite ?? 0;
            split.Compaction.Output += pass.Output ?? 0;
        }
    }
}
