using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// The usage object of OpenAI Chat, Completions, Embeddings and Responses, and of everyone who copied them: reads both
/// sets of names, the vendors' own members beside them, and decides from the numbers whether reasoning is inside the
/// output or on top of it.
/// </summary>
internal ref struct OpenAIUsage
{
    private long? _input;
    private long? _output;
    private long? _total;
    private long? _reasoning;
    private long? _cacheRead;
    private long? _cacheReadTopLevel;
    private long? _cacheWrite;
    private long? _inputAudio;
    private long? _inputImage;
    private long? _inputVideo;
    private long? _outputAudio;
    private long? _outputImage;
    private decimal? _cost;
    private decimal? _upstreamCost;
    private bool _ownKey;

    /// <summary>Reader on the name of a usage member: reads it and overwrites what it tells.</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        var usage = new OpenAIUsage();
        while (Json.NextMember(ref reader))
            usage.ReadMember(ref reader, facts);
        usage.Apply(facts);
    }

    /// <summary>
    /// Billed output: OpenAI counts reasoning inside <paramref name="output"/>, xAI beside it, and Google's
    /// OpenAI-compatible endpoint hides thinking in the total only.
    /// </summary>
    /// <param name="input">Prompt tokens.</param>
    /// <param name="output">Completion tokens.</param>
    /// <param name="reasoning">Reasoning tokens.</param>
    /// <param name="total">Total as reported.</param>
    public static long? BilledOutput(long? input, long? output, long? reasoning, long? total)
    {
        var told = output ?? 0;
        var thought = reasoning ?? 0;
        if (thought > told)
            // More reasoning than completion: it cannot be inside.
            return Math.Max(told + thought, total - input ?? 0);
        if (input is { } prompt && total is { } sum && sum > prompt + told)
            // Also the additive case, in which this is told + thought.
            return sum - prompt;
        return output;
    }

    private void ReadMember(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (reader.ValueTextEquals("prompt_tokens"u8) || reader.ValueTextEquals("input_tokens"u8))
            Json.Count(ref reader, ref _input);
        else if (reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8))
            Json.Count(ref reader, ref _output);
        else if (reader.ValueTextEquals("total_tokens"u8))
            Json.Count(ref reader, ref _total);
        else if (reader.ValueTextEquals("prompt_tokens_details"u8) || reader.ValueTextEquals("input_tokens_details"u8)
            || reader.ValueTextEquals("input_token_details"u8))
            ReadInputDetails(ref reader);
        else if (reader.ValueTextEquals("completion_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8)
            || reader.ValueTextEquals("output_token_details"u8))
            ReadOutputDetails(ref reader);
        // DeepSeek; Mistral's legacy name
        else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("num_cached_tokens"u8))
            Json.Count(ref reader, ref _cacheReadTopLevel);
        // OpenRouter
        else if (reader.ValueTextEquals("cost"u8))
            _cost = Json.Amount(ref reader);
        else if (reader.ValueTextEquals("is_byok"u8))
            _ownKey = Json.IsTrue(ref reader);
        else if (reader.ValueTextEquals("cost_details"u8))
            ReadCostDetails(ref reader);
        // xAI
        else if (reader.ValueTextEquals("cost_in_usd_ticks"u8))
            _cost = Json.Amount(ref reader) / 10_000_000_000m ?? _cost;
        // Groq: seconds
        else if (reader.ValueTextEquals("total_time"u8))
            facts.ProviderProcessing = Json.Duration(ref reader, 1) ?? facts.ProviderProcessing;
        // Mistral
        else if (reader.ValueTextEquals("service_tier"u8))
            facts.ServiceTier = Json.Once(ref reader, facts.ServiceTier)?.ToLowerInvariant();
        else
            reader.Skip();
    }

    private void ReadInputDetails(ref Utf8JsonReader reader)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("cached_tokens"u8))
                Json.Count(ref reader, ref _cacheRead);
            else if (reader.ValueTextEquals("cache_write_tokens"u8))
                Json.Count(ref reader, ref _cacheWrite);
            else if (reader.ValueTextEquals("audio_tokens"u8))
                Json.Count(ref reader, ref _inputAudio);
            else if (reader.ValueTextEquals("image_tokens"u8))
                Json.Count(ref reader, ref _inputImage);
            else if (reader.ValueTextEquals("video_tokens"u8))
                Json.Count(ref reader, ref _inputVideo);
            else
                reader.Skip();
        }
    }

    private void ReadOutputDetails(ref Utf8JsonReader reader)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8))
                Json.Count(ref reader, ref _reasoning);
            else if (reader.ValueTextEquals("audio_tokens"u8))
                Json.Count(ref reader, ref _outputAudio);
            else if (reader.ValueTextEquals("image_tokens"u8))
                Json.Count(ref reader, ref _outputImage);
            else
                reader.Skip();
        }
    }

    private void ReadCostDetails(ref Utf8JsonReader reader)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("upstream_inference_cost"u8))
                _upstreamCost = Json.Amount(ref reader);
            else
                reader.Skip();
        }
    }

    private readonly void Apply(ResponseFacts facts)
    {
        ref var usage = ref facts.Usage;
        usage.InputTotal = _input ?? usage.InputTotal;
        usage.OutputTotal = BilledOutput(_input, _output, _reasoning, _total) ?? usage.OutputTotal;
        usage.TotalReported = _total ?? usage.TotalReported;
        usage.Reasoning = _reasoning ?? usage.Reasoning;
        usage.CacheRead = _cacheRead ?? _cacheReadTopLevel ?? usage.CacheRead;
        usage.CacheWrite = _cacheWrite ?? usage.CacheWrite;
        usage.InputAudio = _inputAudio ?? usage.InputAudio;
        usage.InputImage = _inputImage ?? usage.InputImage;
        usage.InputVideo = _inputVideo ?? usage.InputVideo;
        usage.OutputAudio = _outputAudio ?? usage.OutputAudio;
        usage.OutputImage = _outputImage ?? usage.OutputImage;
        facts.ReportedCost = Cost() ?? facts.ReportedCost;
        if (_input is null && _output is null && _total is null)
            return;
        facts.HasUsage = true;
        facts.State.UsageObject = true;
    }

    // With the caller's own provider key, OpenRouter's cost is its fee; without the provider's part the amount is not known.
    private readonly decimal? Cost() => _ownKey ? _cost + _upstreamCost : _cost;
}
