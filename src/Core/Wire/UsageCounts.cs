using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire;

/// <summary>The fields of <see cref="TokenUsage"/> while they are still being read: mutable, no allocation.</summary>
public struct UsageCounts
{
    /// <summary>All prompt tokens.</summary>
    public long? InputTotal;

    /// <summary>Read from cache.</summary>
    public long? CacheRead;

    /// <summary>Written to cache.</summary>
    public long? CacheWrite;

    /// <summary>Written for five minutes.</summary>
    public long? CacheWrite5m;

    /// <summary>Written for one hour.</summary>
    public long? CacheWrite1h;

    /// <summary>Audio input.</summary>
    public long? InputAudio;

    /// <summary>Image input.</summary>
    public long? InputImage;

    /// <summary>Video input.</summary>
    public long? InputVideo;

    /// <summary>Input put in by provider tools.</summary>
    public long? InputTool;

    /// <summary>All billed output tokens.</summary>
    public long? OutputTotal;

    /// <summary>Reasoning output.</summary>
    public long? Reasoning;

    /// <summary>Audio output.</summary>
    public long? OutputAudio;

    /// <summary>Image output.</summary>
    public long? OutputImage;

    /// <summary>Total as reported.</summary>
    public long? TotalReported;

    /// <summary>Provider-run web searches.</summary>
    public long? WebSearches;

    /// <summary>The immutable record of these counts.</summary>
    public readonly TokenUsage ToUsage(UsageSource source, bool outputIsLowerBound = false) => new()
    {
        InputTotal = InputTotal,
        CacheRead = CacheRead,
        CacheWrite = CacheWrite,
        CacheWrite5m = CacheWrite5m,
        CacheWrite1h = CacheWrite1h,
        InputAudio = InputAudio,
        InputImage = InputImage,
        InputVideo = InputVideo,
        InputTool = InputTool,
        OutputTotal = OutputTotal,
        Reasoning = Reasoning,
        OutputAudio = OutputAudio,
        OutputImage = OutputImage,
        TotalReported = TotalReported,
        WebSearches = WebSearches,
        Source = source,
        OutputIsLowerBound = outputIsLowerBound,
    };
}
