using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>Tokens and what they cost, as they add up in traffic: for 2.50 and 10 dollars a million.</summary>
internal static class PricedUsage
{
    public static Exchange WithTokens(this Exchange exchange, int input, int output)
    {
        var cached = Math.Min(input, exchange.Usage.CacheRead ?? 0);
        var reasoning = Math.Min(output, exchange.Usage.Reasoning ?? 0);
        var (inputCost, cacheCost) = ((input - cached) * 0.000_002_5m, cached * 0.000_000_25m);
        var (outputCost, reasoningCost) = ((output - reasoning) * 0.000_01m, reasoning * 0.000_01m);
        return exchange with
        {
            Usage = exchange.Usage with { InputTotal = input, CacheRead = cached, OutputTotal = output, Reasoning = reasoning, TotalReported = input + output },
            Cost = exchange.Cost with
            {
                Input = inputCost,
                CacheRead = cacheCost,
                Output = outputCost,
                Reasoning = reasoningCost,
                Total = inputCost + cacheCost + outputCost + reasoningCost,
            },
        };
    }
}
