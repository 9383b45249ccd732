namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Counts of the dialects whose totals are sums: kept apart because each part is overwritten on its own.</summary>
internal struct SplitUsage
{
    /// <summary>Input without cache (Anthropic, Bedrock) or the prompt (Gemini, llama.cpp timings).</summary>
    public long? Input;

    /// <summary>Read from cache.</summary>
    public long? CacheRead;

    /// <summary>Written to cache.</summary>
    public long? CacheWrite;

    /// <summary>Written to cache for five minutes.</summary>
    public long? CacheWrite5m;

    /// <summary>Written to cache for one hour.</summary>
    public long? CacheWrite1h;

    /// <summary>Input put in by the provider's tools (Gemini).</summary>
    public long? Tool;

    /// <summary>Output without what stands in <see cref="Thoughts"/>.</summary>
    public long? Output;

    /// <summary>Thinking told beside the output (Gemini).</summary>
    public long? Thoughts;

    /// <summary>Anthropic's compaction passes, which its own totals leave out.</summary>
    public Extra Compaction;

    internal struct Extra
    {
        public long Input;
        public long CacheRead;
        public long CacheWrite;
        public long Output;
    }
}
