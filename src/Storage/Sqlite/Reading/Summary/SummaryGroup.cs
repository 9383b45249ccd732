using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Sqlite.Reading.Summary;

/// <summary>Which group: label numbers as <see cref="GroupLabels"/> gives them; 0 for no word or not grouped by it.</summary>
internal readonly record struct GroupKey(int Upstream, int Model, int App, int Operation);

/// <summary>Everything summed up over one group.</summary>
internal sealed class SummaryGroup
{
    public const int DurationKinds = 5;

    private readonly DurationValues[] _durations = [new(), new(), new(), new(), new()];
    private readonly long[] _outcomes = new long[ExchangeNames.Outcomes.Count];
    private Int128 _scaledCost;
    private decimal _otherCost;
    private bool _hasCost;
    private Int128 _input;
    private Int128 _cacheRead;
    private Int128 _output;
    private long _estimated;
    private long _unknownPrice;

    public DurationValues[] Durations => _durations;

    public long Exchanges { get; private set; }

    public void Add(ExchangeOutcome outcome, UsageSource usage, long input, long cacheRead, long output)
    {
        Exchanges++;
        if ((uint)outcome < (uint)_outcomes.Length)
            _outcomes[(int)outcome]++;
        _input += input;
        _cacheRead += cacheRead;
        _output += output;
        if (usage == UsageSource.Estimated)
            _estimated++;
    }

    public void AddCost(long scaled)
    {
        _scaledCost += scaled;
        _hasCost = true;
    }

    public void AddCost(decimal amount)
    {
        _otherCost = SaturatingAdd(_otherCost, amount);
        _hasCost = true;
    }

    public void AddUnknownPrice() => _unknownPrice++;

    public SummaryRow ToRow(GroupKey key, GroupLabels labels, double seconds) => new()
    {
        Upstream = labels.Text(key.Upstream),
        Model = labels.Text(key.Model),
        App = labels.Text(key.App),
        Operation = labels.Text(key.Operation),
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
        Cost = _hasCost ? SaturatingAdd((decimal)_scaledCost / Values.MoneyScale, _otherCost) : null,
        UnknownPrice = _unknownPrice,
    };

    private long Sum(params ReadOnlySpan<ExchangeOutcome> outcomes)
    {
        var sum = 0L;
        foreach (var outcome in outcomes)
            sum += _outcomes[(int)outcome];
        return sum;
    }

    // A provider may report absurd counts and amounts; a sum of them ends at the largest number there is.
    private static long Saturate(Int128 sum) => (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);

    private static decimal SaturatingAdd(decimal a, decimal b)
    {
        try
        {
            return a + b;
        }
        catch (OverflowException)
        {
            return a > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }
}
