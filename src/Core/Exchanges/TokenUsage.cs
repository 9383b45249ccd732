namespace LlmSentinel.Core.Exchanges;

/// <summary>
/// The canonical usage record every dialect is converted to. All values are token counts.
/// A detail the provider did not send is null (unknown), never 0.
/// </summary>
public sealed record TokenUsage
{
    /// <summary>All prompt tokens, cached ones included.</summary>
    public long? InputTotal { get; init; }

    /// <summary>Subset of <see cref="InputTotal"/> served from the provider's cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Subset of <see cref="InputTotal"/> written to the provider's cache, all lifetimes together.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Part of <see cref="CacheWrite"/> kept for five minutes, where the provider tells.</summary>
    public long? CacheWrite5m { get; init; }

    /// <summary>Part of <see cref="CacheWrite"/> kept for one hour, where the provider tells.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Subset of <see cref="InputTotal"/>; may overlap with <see cref="CacheRead"/>.</summary>
    public long? InputAudio { get; init; }

    /// <summary>Subset of <see cref="InputTotal"/>; may overlap with <see cref="CacheRead"/>.</summary>
    public long? InputImage { get; init; }

    /// <summary>Subset of <see cref="InputTotal"/>; may overlap with <see cref="CacheRead"/>.</summary>
    public long? InputVideo { get; init; }

    /// <summary>Tokens the provider's own tools put into the prompt; subset of <see cref="InputTotal"/>.</summary>
    public long? InputTool { get; init; }

    /// <summary>All generated tokens that are billed, reasoning included.</summary>
    public long? OutputTotal { get; init; }

    /// <summary>Subset of <see cref="OutputTotal"/>.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Subset of <see cref="OutputTotal"/>.</summary>
    public long? OutputAudio { get; init; }

    /// <summary>Subset of <see cref="OutputTotal"/>.</summary>
    public long? OutputImage { get; init; }

    /// <summary>The provider's own total, kept to check against.</summary>
    public long? TotalReported { get; init; }

    /// <summary>Provider-run web searches, billed apart from tokens.</summary>
    public long? WebSearches { get; init; }

    /// <summary>Where the counts come from.</summary>
    public UsageSource Source { get; init; }

    /// <summary>True when hidden output (for example reasoning that is not sent) cannot be in an estimated <see cref="OutputTotal"/>.</summary>
    public bool OutputIsLowerBound { get; init; }

    /// <summary>No counts known.</summary>
    public static TokenUsage None { get; } = new();
}
