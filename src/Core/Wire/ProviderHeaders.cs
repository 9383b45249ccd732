using System.Collections.Frozen;
using System.Globalization;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// The few response headers worth reading. Taking them costs one look-up each; what they mean is worked out later, off
/// the request's path. Pooled with its exchange. Values never leave this class but as ids, counts and durations.
/// </summary>
public sealed class ProviderHeaders
{
    private static readonly FrozenDictionary<string, Slot> Known = new Dictionary<string, Slot>
    {
        ["x-request-id"] = Slot.RequestId,
        ["request-id"] = Slot.AnthropicRequestId,
        ["apim-request-id"] = Slot.AzureRequestId,
        ["x-amzn-requestid"] = Slot.AmazonRequestId,
        ["x-generation-id"] = Slot.GenerationId,
        ["x-ratelimit-limit-requests"] = Slot.LimitRequests,
        ["x-ratelimit-remaining-requests"] = Slot.RemainingRequests,
        ["x-ratelimit-reset-requests"] = Slot.ResetRequests,
        ["x-ratelimit-limit-tokens"] = Slot.LimitTokens,
        ["x-ratelimit-remaining-tokens"] = Slot.RemainingTokens,
        ["x-ratelimit-reset-tokens"] = Slot.ResetTokens,
        ["x-rate-limit-reset-requests"] = Slot.ResetRequestsMisspelt,
        ["x-rate-limit-reset-tokens"] = Slot.ResetTokensMisspelt,
        ["anthropic-ratelimit-requests-limit"] = Slot.AnthropicLimitRequests,
        ["anthropic-ratelimit-requests-remaining"] = Slot.AnthropicRemainingRequests,
        ["anthropic-ratelimit-requests-reset"] = Slot.AnthropicResetRequests,
        ["anthropic-ratelimit-tokens-limit"] = Slot.AnthropicLimitTokens,
        ["anthropic-ratelimit-tokens-remaining"] = Slot.AnthropicRemainingTokens,
        ["anthropic-ratelimit-tokens-reset"] = Slot.AnthropicResetTokens,
        ["anthropic-ratelimit-input-tokens-limit"] = Slot.AnthropicLimitInput,
        ["anthropic-ratelimit-input-tokens-remaining"] = Slot.AnthropicRemainingInput,
        ["anthropic-ratelimit-input-tokens-reset"] = Slot.AnthropicResetInput,
        ["retry-after"] = Slot.RetryAfter,
        ["retry-after-ms"] = Slot.RetryAfterMs,
        ["openai-processing-ms"] = Slot.ProcessingMs,
        ["x-amzn-bedrock-input-token-count"] = Slot.BedrockInput,
        ["x-amzn-bedrock-output-token-count"] = Slot.BedrockOutput,
        ["x-amzn-bedrock-cache-read-input-token-count"] = Slot.BedrockCacheRead,
        ["x-amzn-bedrock-cache-write-input-token-count"] = Slot.BedrockCacheWrite,
        ["x-amzn-bedrock-invocation-latency"] = Slot.BedrockLatency,
        ["x-amzn-errortype"] = Slot.AmazonErrorType,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly string?[] _values = new string?[(int)Slot.Count];
    private bool _any;

    private enum Slot
    {
        RequestId,
        AnthropicRequestId,
        AzureRequestId,
        AmazonRequestId,
        GenerationId,
        LimitRequests,
        RemainingRequests,
        ResetRequests,
        LimitTokens,
        RemainingTokens,
        ResetTokens,
        ResetRequestsMisspelt,
        ResetTokensMisspelt,
        AnthropicLimitRequests,
        AnthropicRemainingRequests,
        AnthropicResetRequests,
        AnthropicLimitTokens,
        AnthropicRemainingTokens,
        AnthropicResetTokens,
        AnthropicLimitInput,
        AnthropicRemainingInput,
        AnthropicResetInput,
        RetryAfter,
        RetryAfterMs,
        ProcessingMs,
        BedrockInput,
        BedrockOutput,
        BedrockCacheRead,
        BedrockCacheWrite,
        BedrockLatency,
        AmazonErrorType,
        Count,
    }

    /// <summary>The provider's request id, at most 128 characters; null when it sent none.</summary>
    public string? ProviderRequestId => FirstId(Slot.RequestId, Slot.GenerationId);

    /// <summary>Server-side time as the head tells it.</summary>
    public TimeSpan? ProviderProcessing => Milliseconds(Slot.ProcessingMs) ?? Milliseconds(Slot.BedrockLatency);

    /// <summary>The error's name as AWS sends it in the head, as a bounded word; null when there is none.</summary>
    public string? AmazonErrorType => Dialects.ErrorWords.Normalise(_values[(int)Slot.AmazonErrorType]);

    /// <summary>True for the headers that mean something here.</summary>
    public static bool Reads(string name) => Known.ContainsKey(name);

    /// <summary>Takes one header; unknown names are passed by.</summary>
    public void Header(string name, string value)
    {
        if (Known.TryGetValue(name, out var slot))
            Take(slot, value);
    }

    /// <summary>Counts the head tells (Bedrock InvokeModel) become the facts' where the body told none.</summary>
    public void ApplyUsage(ResponseFacts facts)
    {
        if (!_any || facts.HasUsage)
            return;
        ref var split = ref facts.State.Split;
        split.Input = Number(Slot.BedrockInput);
        split.Output = Number(Slot.BedrockOutput);
        split.CacheRead = Number(Slot.BedrockCacheRead);
        split.CacheWrite = Number(Slot.BedrockCacheWrite);
        Dialects.CacheExclusiveUsage.Apply(facts);
    }

    /// <summary>Rate-limit headroom, or null when nothing was told.</summary>
    /// <param name="status">The response's status: nothing left is believed of a 429, else only beside a limit.</param>
    /// <param name="now">The time the head arrived, for resets told as a time of day; null: those are left out.</param>
    public RateLimitHeadroom? ReadRateLimit(int status, DateTimeOffset? now)
    {
        if (!_any)
            return null;
        var limitRequests = Limit(Slot.LimitRequests) ?? Limit(Slot.AnthropicLimitRequests);
        var limitTokens = Limit(Slot.LimitTokens) ?? Limit(Slot.AnthropicLimitTokens) ?? Limit(Slot.AnthropicLimitInput);
        var headroom = new RateLimitHeadroom
        {
            LimitRequests = limitRequests,
            LimitTokens = limitTokens,
            RemainingRequests = Left(Number(Slot.RemainingRequests) ?? Number(Slot.AnthropicRemainingRequests), limitRequests, status),
            RemainingTokens = Left(
                Number(Slot.RemainingTokens) ?? Number(Slot.AnthropicRemainingTokens) ?? Number(Slot.AnthropicRemainingInput), limitTokens, status),
            ResetRequests = Length(Slot.ResetRequests) ?? Length(Slot.ResetRequestsMisspelt) ?? Until(Slot.AnthropicResetRequests, now),
            ResetTokens = Length(Slot.ResetTokens) ?? Length(Slot.ResetTokensMisspelt)
                ?? Until(Slot.AnthropicResetTokens, now) ?? Until(Slot.AnthropicResetInput, now),
            RetryAfter = Milliseconds(Slot.RetryAfterMs) ?? Length(Slot.RetryAfter) ?? Until(Slot.RetryAfter, now),
        };
        return headroom == Empty ? null : headroom;
    }

    /// <summary>Forgets everything, for reuse.</summary>
    public void Reset()
    {
        if (_any)
            Array.Clear(_values);
        _any = false;
    }

    private static RateLimitHeadroom Empty { get; } = new();

    // Azure has sent -1 and 0 for "not told". A remaining 0 is real when a limit stands beside it or the call was refused.
    private static long? Left(long? remaining, long? limit, int status) =>
        remaining > 0 || (remaining == 0 && (limit is not null || status == 429)) ? remaining : null;

    private void Take(Slot slot, string value)
    {
        _any = true;
        _values[(int)slot] ??= value;
    }

    private string? FirstId(Slot first, Slot last)
    {
        for (var slot = first; slot <= last; slot++)
        {
            if (_values[(int)slot] is { Length: > 0 and <= 128 } id)
                return id;
        }

        return null;
    }

    private long? Number(Slot slot) =>
        long.TryParse(_values[(int)slot], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private long? Limit(Slot slot) => Number(slot) is > 0 and var limit ? limit : null;

    private TimeSpan? Milliseconds(Slot slot) =>
        double.TryParse(_values[(int)slot], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
            ? Dialects.Json.Seconds(ms / 1000) : null;

    private TimeSpan? Length(Slot slot) => GoDuration.Parse(_values[(int)slot]);

    private TimeSpan? Until(Slot slot, DateTimeOffset? now)
    {
        if (now is null
            || !DateTimeOffset.TryParse(_values[(int)slot], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return null;
        return time > now ? time - now : TimeSpan.Zero;
    }
}
