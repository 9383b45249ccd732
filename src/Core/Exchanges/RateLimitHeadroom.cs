namespace LlmSentinel.Core.Exchanges;

/// <summary>What the provider's rate-limit headers say is left. Null: not told.</summary>
public sealed record RateLimitHeadroom
{
    /// <summary>Requests allowed per window.</summary>
    public long? LimitRequests { get; init; }

    /// <summary>Requests left in the window.</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>Tokens allowed per window.</summary>
    public long? LimitTokens { get; init; }

    /// <summary>Tokens left in the window.</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>Time until the request window is full again.</summary>
    public TimeSpan? ResetRequests { get; init; }

    /// <summary>Time until the token window is full again.</summary>
    public TimeSpan? ResetTokens { get; init; }

    /// <summary>How long the provider asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
