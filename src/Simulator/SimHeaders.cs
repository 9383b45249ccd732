namespace LlmSentinel.Simulator;

/// <summary>Request headers by which a caller decides what happens to this one request. They come before the scenario.</summary>
public static class SimHeaders
{
    /// <summary>HTTP status of an error answer, for example 429.</summary>
    public const string Status = "x-sim-status";

    /// <summary>The error's code, for example insufficient_quota.</summary>
    public const string Code = "x-sim-code";

    /// <summary>Value of retry-after in an error answer, seconds.</summary>
    public const string RetryAfter = "x-sim-retry-after";

    /// <summary>Output tokens of a free answer.</summary>
    public const string Tokens = "x-sim-tokens";

    /// <summary>Chunks of the answer; the tokens are spread evenly over them.</summary>
    public const string Chunks = "x-sim-chunks";

    /// <summary>Milliseconds to the response's head.</summary>
    public const string DelayMs = "x-sim-delay-ms";

    /// <summary>Milliseconds from the request to the first token.</summary>
    public const string TtftMs = "x-sim-ttft-ms";

    /// <summary>Milliseconds between chunks.</summary>
    public const string IntervalMs = "x-sim-interval-ms";

    /// <summary>Sends the head alone and at once, then waits so many milliseconds before the first body byte.</summary>
    public const string HeadDelay = "x-sim-head-delay";

    /// <summary>reset, truncate, error-event or stall.</summary>
    public const string Fail = "x-sim-fail";

    /// <summary>Chunks sent before <see cref="Fail"/> happens; without it half of them.</summary>
    public const string FailAfter = "x-sim-fail-after";

    /// <summary>gzip, br, deflate or zstd: the answer is compressed, a stream flushed event by event.</summary>
    public const string Encoding = "x-sim-encoding";

    /// <summary>each: every event is flushed by itself even when there is no pause between events.</summary>
    public const string Flush = "x-sim-flush";

    /// <summary>Any text that stands for the request's bytes when the answer is drawn: requests that differ get the same answer.</summary>
    public const string Key = "x-sim-key";

    /// <summary>Which repetition of the request this is (0 the first), in place of the simulator's own count.</summary>
    public const string Ordinal = "x-sim-ordinal";

    /// <summary>1: the answer is a refusal.</summary>
    public const string Refuse = "x-sim-refuse";

    /// <summary>1: structured output and tool arguments are not valid JSON.</summary>
    public const string BrokenJson = "x-sim-broken-json";

    /// <summary>1: a known question is answered wrongly.</summary>
    public const string Wrong = "x-sim-wrong";

    /// <summary>Number of tool calls when a tool is called.</summary>
    public const string ToolCalls = "x-sim-tool-calls";

    /// <summary>Reasoning tokens.</summary>
    public const string Reasoning = "x-sim-reasoning";

    /// <summary>hidden, reasoning_content or reasoning: how an OpenAI-shaped answer shows its reasoning.</summary>
    public const string ReasoningStyle = "x-sim-reasoning-style";

    /// <summary>Share of the prompt read from the cache, 0 to 1.</summary>
    public const string CacheShare = "x-sim-cache-share";

    /// <summary>The model named in the response.</summary>
    public const string Model = "x-sim-model";

    /// <summary>The text of the answer, in place of a made one.</summary>
    public const string Text = "x-sim-text";

    /// <summary>1: chat answers carry llama.cpp's timings object.</summary>
    public const string Timings = "x-sim-timings";
}
