using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Gemini's running totals: prompt (cache included) and provider tools make the input, candidates and thoughts the
/// output. Each count stays until a later event tells it again; an event without usage resets nothing.
/// </summary>
internal static class GeminiUsage
{
    /// <summary>Reader on the name of the member.</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        ref var split = ref facts.State.Split;
        ref var usage = ref facts.Usage;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8))
                Json.Count(ref reader, ref split.Input);
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8))
                Json.Count(ref reader, ref split.Tool);
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8))
                Json.Count(ref reader, ref usage.CacheRead);
            else if (reader.ValueTextEquals("candidatesTokenCount"u8) || reader.ValueTextEquals("responseTokenCount"u8))
                Json.Count(ref reader, ref split.Output);
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8))
                Json.Count(ref reader, ref split.Thoughts);
            else if (reader.ValueTextEquals("totalTokenCount"u8))
                Json.Count(ref reader, ref usage.TotalReported);
            else if (reader.ValueTextEquals("promptTokensDetails"u8))
                Modalities(ref reader, ref usage.InputAudio, ref usage.InputImage, ref usage.InputVideo);
            else if (reader.ValueTextEquals("candidatesTokensDetails"u8) || reader.ValueTextEquals("responseTokensDetails"u8))
            {
                long? video = null;
                Modalities(ref reader, ref usage.OutputAudio, ref usage.OutputImage, ref video);
            }
            else if (reader.ValueTextEquals("trafficType"u8) || reader.ValueTextEquals("serviceTier"u8))
                Tier(ref reader, facts);
            else
                reader.Skip();
        }

        Apply(facts, split, ref usage);
    }

    private static void Apply(ResponseFacts facts, in SplitUsage split, ref UsageCounts usage)
    {
        facts.HasUsage |= split.Input is not null || split.Output is not null || split.Thoughts is not null || usage.TotalReported is not null;
        usage.InputTool = split.Tool;
        usage.Reasoning = split.Thoughts;
        usage.InputTotal = split.Input is null ? null : split.Input + (split.Tool ?? 0);
        usage.OutputTotal = split.Output is null && split.Thoughts is null
            ? Rest(usage)
            : (split.Output ?? 0) + (split.Thoughts ?? 0);
    }

    // Neither count is sent where it is zero; a total above the input then says what was generated.
    private static long? Rest(in UsageCounts usage) =>
        usage.TotalReported - usage.InputTotal is > 0 and var rest ? rest : null;

    private static void Modalities(ref Utf8JsonReader reader, ref long? audio, ref long? image, ref long? video)
    {
        if (!Json.EnterArray(ref reader))
            return;
        while (Json.NextObject(ref reader))
        {
            var modality = Modality.Other;
            long? count = null;
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("modality"u8))
                    modality = ReadModality(ref reader);
                else if (reader.ValueTextEquals("tokenCount"u8))
                    Json.Count(ref reader, ref count);
                else
                    reader.Skip();
            }

            if (count is null)
                continue;
            if (modality == Modality.Audio)
                audio = count;
            else if (modality == Modality.Image)
                image = count;
            else if (modality == Modality.Video)
                video = count;
        }
    }

    // Every event tells them: a string each would be the only memory a stream takes.
    private static Modality ReadModality(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            reader.Skip();
        else if (reader.ValueTextEquals("AUDIO"u8))
            return Modality.Audio;
        else if (reader.ValueTextEquals("IMAGE"u8))
            return Modality.Image;
        else if (reader.ValueTextEquals("VIDEO"u8))
            return Modality.Video;
        return Modality.Other;
    }

    // Vertex says ON_DEMAND_PRIORITY where the Gemini API says priority.
    private static void Tier(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (facts.ServiceTier is not null)
        {
            reader.Skip();
            return;
        }

        const string OnDemand = "on_demand_";
        var tier = Json.String(ref reader)?.ToLowerInvariant();
        facts.ServiceTier = tier?.StartsWith(OnDemand, StringComparison.Ordinal) == true ? tier[OnDemand.Length..] : tier;
    }

    private enum Modality
    {
        Other,
        Audio,
        Image,
        Video,
    }
}
