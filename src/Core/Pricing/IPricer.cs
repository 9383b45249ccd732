using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Pricing;

/// <summary>Everything a price depends on.</summary>
public readonly record struct PriceRequest
{
    /// <summary>Upstream name in the configuration; local prices and aliases are kept by it.</summary>
    public required string Upstream { get; init; }

    /// <summary>OpenTelemetry <c>gen_ai.provider.name</c>, for example <c>openai</c>, <c>azure.ai.openai</c>, <c>aws.bedrock</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Model the client asked for (for Azure: the deployment).</summary>
    public string? RequestModel { get; init; }

    /// <summary>Model the provider says it used.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>Token counts.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>Service tier of the response, lower case: default, flex, priority, batch, ...</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Anthropic <c>speed</c> (fast is dearer); null when not told.</summary>
    public string? Speed { get; init; }

    /// <summary>Anthropic <c>inference_geo</c>; null when not told.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>Amount in US dollars the provider itself reports; preferred over any computation.</summary>
    public decimal? ReportedCost { get; init; }

    /// <summary>When the exchange started: prices have dates, and some have hours.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Share of the upstream's busy time this exchange is charged with; used for local upstreams only.</summary>
    public TimeSpan BusyTime { get; init; }
}

/// <summary>Prices an exchange. Thread-safe; a new price list is swapped in whole.</summary>
public interface IPricer
{
    /// <summary>The cost, or <see cref="ExchangeCost.Unknown"/>: never 0 for want of a price.</summary>
    ExchangeCost Price(in PriceRequest request);
}
