using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>Which exchanges are meant. Null: any.</summary>
public record ExchangeFilter
{
    /// <summary>Started at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Upstream name.</summary>
    public string? Upstream { get; init; }

    /// <summary>Model: matches the responding model, or the requested one where none responded.</summary>
    public string? Model { get; init; }

    /// <summary>Application.</summary>
    public string? App { get; init; }

    /// <summary>Operation.</summary>
    public string? Operation { get; init; }

    /// <summary>Outcome.</summary>
    public ExchangeOutcome? Outcome { get; init; }

    /// <summary>Streamed or not.</summary>
    public bool? Streamed { get; init; }
}
