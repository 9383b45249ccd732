namespace LlmSentinel.Simulator.Scenarios;

/// <summary>
/// How one model, or all whose name fits a pattern, behaves over time. Shares are between 0 and 1 of the requests they can apply to.
/// The defaults are a model that answers at once, in 32 tokens, and never fails.
/// </summary>
public sealed record ModelBehaviour
{
    /// <summary>Model name pattern: * stands for any characters, ? for one; letter case does not matter.</summary>
    public string Match { get; init; } = "*";

    /// <summary>Milliseconds from the request to the response's head.</summary>
    public Distribution Latency { get; init; } = Distribution.Constant(0);

    /// <summary>Milliseconds from the request to the first token; never before the head.</summary>
    public Distribution Ttft { get; init; } = Distribution.Constant(0);

    /// <summary>Milliseconds between two chunks of an answer.</summary>
    public Distribution Interval { get; init; } = Distribution.Constant(0);

    /// <summary>Tokens in one chunk of a stream.</summary>
    public Distribution TokensPerChunk { get; init; } = Distribution.Constant(1);

    /// <summary>Length of a free answer in tokens.</summary>
    public Distribution OutputTokens { get; init; } = Distribution.Constant(32);

    /// <summary>Reasoning tokens of every answer; null: by the effort or budget the request asks for.</summary>
    public Distribution? ReasoningTokens { get; init; }

    /// <summary>How OpenAI-shaped answers show reasoning: hidden, reasoning_content or reasoning.</summary>
    public string ReasoningStyle { get; init; } = "hidden";

    /// <summary>Share of the prompt's tokens that come from the cache; null: by what the dialect's own cache rules say.</summary>
    public Schedule? CacheShare { get; init; }

    /// <summary>Share of requests answered with an HTTP error, by status.</summary>
    public IReadOnlyDictionary<int, Schedule> Errors { get; init; } = new Dictionary<int, Schedule>();

    /// <summary>Seconds in retry-after of 429, 503 and 529 answers.</summary>
    public Schedule RetryAfter { get; init; } = 1;

    /// <summary>Share of streams that end in the dialect's error event.</summary>
    public Schedule StreamErrors { get; init; } = 0;

    /// <summary>Share of answers whose connection is reset halfway.</summary>
    public Schedule Resets { get; init; } = 0;

    /// <summary>Share of answers that end halfway with a clean close.</summary>
    public Schedule Truncations { get; init; } = 0;

    /// <summary>Share of answers that stop halfway and keep the connection open.</summary>
    public Schedule Stalls { get; init; } = 0;

    /// <summary>Share of refused answers.</summary>
    public Schedule Refusals { get; init; } = 0;

    /// <summary>Share of structured answers and tool arguments that are not valid JSON.</summary>
    public Schedule BrokenJson { get; init; } = 0;

    /// <summary>Share of wrong answers to the known questions.</summary>
    public Schedule WrongAnswers { get; init; } = 0;

    /// <summary>Share of requests with tools and a free choice that are answered by a tool call.</summary>
    public Schedule ToolCalls { get; init; } = 1;

    /// <summary>System fingerprint; null: one made from the model's name.</summary>
    public TextSchedule? Fingerprint { get; init; }

    /// <summary>The model that answers, as named in the response; null: the one asked for.</summary>
    public TextSchedule? ServedModel { get; init; }
}
