using System.Runtime.CompilerServices;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Summary;

/// <summary>What a summary needs of one exchange. Times in microseconds.</summary>
internal struct SummaryValue
{
    /// <summary>Number of durations.</summary>
    public const int DurationKinds = 5;

    /// <summary>In place of a duration or an amount that is not there.</summary>
    public const long None = long.MinValue;

    /// <summary>Start, since 1970.</summary>
    public long StartedAt;

    /// <summary>Whole duration, time to first byte, time to first token, time per output token, added; or <see cref="None"/>.</summary>
    public DurationSet Durations;

    public ExchangeOutcome Outcome;

    public UsageSource Usage;

    /// <summary>Input tokens, 0 where unknown; likewise the others.</summary>
    public long Input;

    public long CacheRead;

    public long Output;

    /// <summary>Cost as <see cref="Values.MoneyScale"/> has it, or <see cref="None"/>.</summary>
    public long ScaledCost;

    /// <summary>Cost that does not fit that scale; null otherwise.</summary>
    public decimal? OtherCost;

    /// <summary>Successful, with usage and without a price.</summary>
    public readonly bool HasUnknownPrice =>
        ScaledCost == None && OtherCost is null && Outcome == ExchangeOutcome.Ok && Usage != UsageSource.None;

    public static SummaryValue Of(Exchange exchange)
    {
        var timing = exchange.Timing;
        var value = new SummaryValue
        {
            StartedAt = Values.ToMicroseconds(exchange.StartedAt),
            Outcome = exchange.Outcome,
            Usage = exchange.Usage.Source,
            Input = exchange.Usage.InputTotal ?? 0,
            CacheRead = exchange.Usage.CacheRead ?? 0,
            Output = exchange.Usage.OutputTotal ?? 0,
            ScaledCost = None,
        };
        value.Durations[0] = Values.ToMicroseconds(timing.Duration);
        value.Durations[1] = Microseconds(timing.TimeToFirstByte);
        value.Durations[2] = Microseconds(timing.TimeToFirstToken);
        value.Durations[3] = Microseconds(timing.TimePerOutputToken);
        value.Durations[4] = Added(timing);
        if (exchange.Cost.Total is { } cost)
        {
            if (Values.TryScale(cost, out var scaled))
                value.ScaledCost = scaled;
            else
                value.OtherCost = cost;
        }

        return value;
    }

    // Each way is cut to microseconds by itself, as a row holds it.
    private static long Added(ExchangeTiming timing)
    {
        if (timing.AddedRequest is null && timing.AddedResponse is null)
            return None;
        return Values.ToMicroseconds(timing.AddedRequest ?? TimeSpan.Zero) + Values.ToMicroseconds(timing.AddedResponse ?? TimeSpan.Zero);
    }

    private static long Microseconds(TimeSpan? duration) => duration is { } known ? Values.ToMicroseconds(known) : None;

    /// <summary>A value for each kind of duration.</summary>
    [InlineArray(DurationKinds)]
    public struct DurationSet
    {
        private long _first;
    }
}
