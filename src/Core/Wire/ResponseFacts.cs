using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire.Dialects;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// What a dialect reader found in one response. Pooled with its exchange and filled by one thread at a time.
/// Running totals are overwritten, never added. A value that came empty never replaces one that is known.
/// </summary>
/// <param name="budget">Pays for the text collected; null: nobody does.</param>
public sealed class ResponseFacts(CaptureBudget? budget = null)
{
    /// <summary>Response id.</summary>
    public string? ResponseId { get; set; }

    /// <summary>Responding model.</summary>
    public string? Model { get; set; }

    /// <summary>OpenAI system fingerprint.</summary>
    public string? SystemFingerprint { get; set; }

    /// <summary>Service tier of the response, lower case.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Anthropic <c>speed</c>.</summary>
    public string? Speed { get; set; }

    /// <summary>Anthropic <c>inference_geo</c>.</summary>
    public string? InferenceGeo { get; set; }

    /// <summary>The provider's own finish word; of several choices the first that ended.</summary>
    public string? FinishReasonRaw { get; set; }

    /// <summary>The same, normalised.</summary>
    public FinishReason FinishReason { get; set; }

    /// <summary>Tool calls seen; null when the dialect has none or nothing was read.</summary>
    public int? ToolCalls { get; set; }

    /// <summary>True once the dialect's terminal marker was seen (always true after a plain answer was read whole).</summary>
    public bool Terminal { get; set; }

    /// <summary>Error word of an error body or error event: its code or type, bounded; null when there was none.</summary>
    public string? ErrorType { get; set; }

    /// <summary>HTTP-like status an in-stream error stands for (429, 500, 529, ...); 0 when there was none.</summary>
    public int ErrorStatus { get; set; }

    /// <summary>True once any usage was read.</summary>
    public bool HasUsage { get; set; }

    /// <summary>The usage counts so far, dialect rules applied.</summary>
    public UsageCounts Usage;

    /// <summary>Amount in US dollars the provider reports.</summary>
    public decimal? ReportedCost { get; set; }

    /// <summary>Server-side time as the provider tells it in the body.</summary>
    public TimeSpan? ProviderProcessing { get; set; }

    /// <summary>
    /// Rate-limit headroom told inside the body (Responses API error events); null otherwise.
    /// </summary>
    public RateLimitHeadroom? RateLimit { get; set; }

    /// <summary>True when output exists that the wire does not show (hidden reasoning), so that an estimate is a lower bound.</summary>
    public bool HiddenOutput { get; set; }

    /// <summary>Exact number of output tokens counted from logprobs; null when logprobs are off.</summary>
    public int? LogprobTokens { get; set; }

    /// <summary>False for answers whose usage must not be counted: warm-up calls, replays, token counting.</summary>
    public bool Billable { get; set; } = true;

    /// <summary>True when something read was not what the dialect prescribes.</summary>
    public bool Malformed { get; set; }

    /// <summary>Generated text, collected only where a count may be needed and of sampled calls.</summary>
    public OutputText Text { get; } = new(budget);

    /// <summary>What the dialect readers remember between the events of this response.</summary>
    internal DialectState State { get; } = new();

    /// <summary>An event of this response only carried text: collects it, and notes where it stands.</summary>
    /// <param name="data">The event's data.</param>
    /// <param name="text">The inside of the JSON string, a part of <paramref name="data"/>.</param>
    /// <param name="kind">What the text is.</param>
    internal void AddPlainText(ReadOnlySpan<byte> data, ReadOnlySpan<byte> text, TextKind kind = TextKind.Answer)
    {
        Text.AppendEscaped(text, kind);
        if (data.Overlaps(text, out var start))
            State.PlainText = (start, text.Length, kind);
    }

    /// <summary>Forgets everything, for reuse.</summary>
    public void Reset()
    {
        ResponseId = null;
        Model = null;
        SystemFingerprint = null;
        ServiceTier = null;
        Speed = null;
        InferenceGeo = null;
        FinishReasonRaw = null;
        FinishReason = FinishReason.Unknown;
        ToolCalls = null;
        Terminal = false;
        ErrorType = null;
        ErrorStatus = 0;
        HasUsage = false;
        Usage = default;
        ReportedCost = null;
        ProviderProcessing = null;
        RateLimit = null;
        HiddenOutput = false;
        LogprobTokens = null;
        Billable = true;
        Malformed = false;
        Text.Reset();
        State.Reset();
    }
}
