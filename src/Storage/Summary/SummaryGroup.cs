using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Rollups;

namespace LlmSentinel.Storage.Summary;

/// <summary>Everything summed up over one group.</summary>
internal sealed class SummaryGroup
{
    private readonly DurationValues[] _durations = [.. Enumerable.Range(0, SummaryValue.DurationKinds).Select(_ => new DurationValues())];
    private readonly long[] _outcomes = new long[ExchangeNames.Outcomes.Count];
    private CostSum _cost;
    private Int128 _input;
    private Int128 _cacheRead;
    private Int128 _output;
    private long _estimated;
    private long _unknownPrice;
    private bool _sketches;

    public DurationValues[] Durations => _durations;

    public long Exchanges { get; private set; }

    /// <summary>Adds an exchange; returns how many of its durations were kept.</summary>
    public int Add(in SummaryValue value)
    {
        Exchanges++;
        if ((uint)value.Outcome < (uint)_outcomes.Length)
            _outcomes[(int)value.Outcome]++;
        _input += value.Input;
        _cacheRead += value.CacheRead;
        _output += value.Output;
        if (value.Usage == UsageSource.Estimated)
            _estimated++;
        _cost.Add(value);
        if (value.HasUnknownPrice)
            _unknownPrice++;

        var durations = 0;
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
        {
            if (value.Durations[i] is var duration && duration == SummaryValue.None)
                continue;
            _durations[i].Add(duration);
            durations++;
        }

        return durations;
    }

    /// <summary>The second pass.</summary>
    public void AddAgain(in SummaryValue value)
    {
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
        {
            if (value.Durations[i] is var duration && duration != SummaryValue.None)
                _durations[i].AddAgain(duration);
        }
    }

    /// <summary>Adds all exchanges of a rollup, after <see cref="UseSketches"/>.</summary>
    public void Add(in RollupTotals rollup)
    {
        Exchanges += rollup.Exchanges;
        if ((uint)rollup.Outcome < (uint)_outcomes.Length)
            _outcomes[(int)rollup.Outcome] += rollup.Exchanges;
        _input += rollup.InputTokens;
        _cacheRead += rollup.CacheReadTokens;
        _output += rollup.OutputTokens;
        _estimated += rollup.EstimatedUsage;
        _unknownPrice += rollup.UnknownPrice;
        _cost.Add(rollup.Cost);
    }

    /// <summary>Durations go into sketches. Before the first of them.</summary>
    public void UseSketches()
    {
        _sketches = true;
        foreach (var values in _durations)
            values.UseSketch();
    }

    public SummaryRow ToRow(GroupKey key, double seconds) => new()
    {
        Upstream = key.Upstream,
        Model = key.Model,
        App = key.App,
        Operation = key.Operation,
        Start = key.Start is { } start ? Values.ToTime(start) : null,
        Percentiles = _sketches ? PercentileSource.Sketch : PercentileSource.Exact,
        Exchanges = Exchanges,
        Errors = Sum(ExchangeOutcome.RateLimited, ExchangeOutcome.ServerError, ExchangeOutcome.Timeout, ExchangeOutcome.UpstreamAborted),
        Outcomes = Enum.GetValues<ExchangeOutcome>().Where(o => _outcomes[(int)o] > 0).ToDictionary(ExchangeNames.Name, o => _outcomes[(int)o]),
        RatePerSecond = seconds > 0 ? Exchanges / seconds : 0,
        Duration = _durations[0].Summarize(),
        TimeToFirstByte = _durations[1].Summarize(),
        TimeToFirstToken = _durations[2].Summarize(),
        TimePerOutputToken = _durations[3].Summarize(),
        Added = _durations[4].Summarize(),
        InputTokens = Saturate(_input),
        CacheReadTokens = Saturate(_cacheRead),
        OutputTokens = Saturate(_output),
        EstimatedUsage = _estimated,
        Cost = _cost.Total,
        UnknownPrice = _unknownPrice,
    };

    private long Sum(params ReadOnlySpan<ExchangeOutcome> outcomes)
    {
        var sum = 0L;
        foreach (var outcome in outcomes)
            sum += _outcomes[(int)outcome];
        return sum;
    }

    // A provider may report absurd counts; a sum of them ends at the largest number there is.
    private static long Saturate(Int128 sum) => (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
}
