using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>The summary in the plainest way: everything in memory, sorted, by the definition.</summary>
internal static class SummaryReference
{
    public static List<SummaryRow> Summarize(IEnumerable<Exchange> exchanges, SummaryQuery query)
    {
        var all = exchanges.ToList();
        var groups = all.GroupBy(e => (
            Start: Period(e.StartedAt, query.Step),
            Upstream: query.GroupBy.HasFlag(SummaryGrouping.Upstream) ? e.Upstream : null,
            Model: query.GroupBy.HasFlag(SummaryGrouping.Model) ? e.ResponseModel ?? e.RequestModel : null,
            App: query.GroupBy.HasFlag(SummaryGrouping.App) ? e.App : null,
            Operation: query.GroupBy.HasFlag(SummaryGrouping.Operation) ? e.Operation : null)).ToList();
        var rows = groups.Select(g => Row([.. g], Seconds(all, query, g.Key.Start)) with
        {
            Start = g.Key.Start,
            Upstream = g.Key.Upstream, Model = g.Key.Model, App = g.Key.App, Operation = g.Key.Operation,
        }).ToList();
        if (rows.Count == 0 && query.GroupBy == SummaryGrouping.None && query.Step is null)
            rows.Add(Row([], 0));
        return rows;
    }

    public static void AssertEqual(IEnumerable<SummaryRow> expected, IReadOnlyList<SummaryRow> actual)
    {
        Assert.Equal(expected.Select(Text).Order(StringComparer.Ordinal), actual.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            actual.OrderBy(r => r.Start).ThenByDescending(r => r.Exchanges).Select(r => (r.Start, r.Exchanges)),
            actual.Select(r => (r.Start, r.Exchanges)));
    }

    /// <summary>Counts and sums equal; percentiles within 1 % where the row says that they come from sketches.</summary>
    public static void AssertClose(IEnumerable<SummaryRow> expected, IReadOnlyList<SummaryRow> actual)
    {
        var pairs = expected.OrderBy(Key, StringComparer.Ordinal).Zip(actual.OrderBy(Key, StringComparer.Ordinal)).ToList();
        Assert.Equal(expected.Count(), actual.Count);
        foreach (var (e, a) in pairs)
        {
            AssertEqual([WithoutPercentiles(e)], [WithoutPercentiles(a)]);
            if (e.Cost is { } cost)
                Assert.InRange(a.Cost!.Value, cost - 0.000000000000001m, cost + 0.000000000000001m);
            AssertClose(e.Duration, a.Duration);
            AssertClose(e.TimeToFirstByte, a.TimeToFirstByte);
            AssertClose(e.TimeToFirstToken, a.TimeToFirstToken);
            AssertClose(e.TimePerOutputToken, a.TimePerOutputToken);
            AssertClose(e.Added, a.Added);
        }

        static string Key(SummaryRow row) => $"{row.Start:O}|{row.Upstream}|{row.Model}|{row.App}|{row.Operation}";
    }

    private static SummaryRow WithoutPercentiles(SummaryRow row) => row with
    {
        Percentiles = PercentileSource.Exact, Cost = row.Cost is null ? null : 0,
        Duration = Counts(row.Duration), TimeToFirstByte = Counts(row.TimeToFirstByte), TimeToFirstToken = Counts(row.TimeToFirstToken),
        TimePerOutputToken = Counts(row.TimePerOutputToken), Added = Counts(row.Added),
    };

    private static DurationSummary? Counts(DurationSummary? all) =>
        all is null ? null : new(all.Count, all.Mean, default, default, default, default, all.Max);

    private static void AssertClose(DurationSummary? expected, DurationSummary? actual)
    {
        if (expected is null)
            return;
        Check(expected.P50, actual!.P50);
        Check(expected.P90, actual.P90);
        Check(expected.P95, actual.P95);
        Check(expected.P99, actual.P99);

        // A tick for what is cut below it.
        static void Check(TimeSpan exact, TimeSpan estimate) =>
            Assert.InRange(estimate.Ticks, (exact.Ticks * 0.99) - 1, (exact.Ticks * 1.01) + 1);
    }

    // A record prints every property; a decimal's trailing zeros and the dictionary are written apart.
    private static string Text(SummaryRow row) =>
        string.Join(',', row.Outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))
        + $" cost={row.Cost?.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture)} "
        + (row with { Outcomes = null!, Cost = null });

    private static DateTimeOffset? Period(DateTimeOffset time, TimeSpan? step) =>
        step is { } length ? DateTimeOffset.UnixEpoch + ((time - DateTimeOffset.UnixEpoch).Ticks / length.Ticks * length) : null;

    private static double Seconds(List<Exchange> all, SummaryQuery query, DateTimeOffset? start)
    {
        if (all.Count == 0)
            return 0;
        var from = query.From ?? start ?? all.Min(e => e.StartedAt);
        var to = query.To ?? start + query.Step ?? all.Max(e => e.StartedAt);
        if (start is { } period)
        {
            from = from > period ? from : period;
            to = to < period + query.Step!.Value ? to : period + query.Step.Value;
        }

        return Math.Max(0, (Math.Floor(Microseconds(to)) - Math.Floor(Microseconds(from))) / 1e6);

        static double Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;
    }

    private static SummaryRow Row(List<Exchange> group, double seconds) => new()
    {
        Exchanges = group.Count,
        Errors = group.Count(e => e.Outcome is ExchangeOutcome.RateLimited or ExchangeOutcome.ServerError
            or ExchangeOutcome.Timeout or ExchangeOutcome.UpstreamAborted),
        Outcomes = group.GroupBy(e => e.Outcome).ToDictionary(g => ExchangeNames.Name(g.Key), g => (long)g.Count()),
        RatePerSecond = seconds > 0 ? group.Count / seconds : 0,
        Duration = Durations(group.Select(e => (TimeSpan?)e.Timing.Duration)),
        TimeToFirstByte = Durations(group.Select(e => e.Timing.TimeToFirstByte)),
        TimeToFirstToken = Durations(group.Select(e => e.Timing.TimeToFirstToken)),
        TimePerOutputToken = Durations(group.Select(e => e.Timing.TimePerOutputToken)),
        Added = Durations(group.Select(e => e.Timing.AddedRequest is null && e.Timing.AddedResponse is null
            ? (TimeSpan?)null
            : (e.Timing.AddedRequest ?? TimeSpan.Zero) + (e.Timing.AddedResponse ?? TimeSpan.Zero))),
        InputTokens = group.Sum(e => e.Usage.InputTotal ?? 0),
        CacheReadTokens = group.Sum(e => e.Usage.CacheRead ?? 0),
        OutputTokens = group.Sum(e => e.Usage.OutputTotal ?? 0),
        EstimatedUsage = group.Count(e => e.Usage.Source == UsageSource.Estimated),
        Cost = group.Exists(e => e.Cost.Total is not null) ? group.Sum(e => e.Cost.Total ?? 0) : null,
        UnknownPrice = group.Count(e => e.Outcome == ExchangeOutcome.Ok && e.Usage.Source != UsageSource.None && e.Cost.Total is null),
    };

    private static DurationSummary? Durations(IEnumerable<TimeSpan?> durations)
    {
        var sorted = durations.Where(d => d is not null).Select(d => d!.Value.Ticks).Order().ToArray();
        return sorted.Length == 0 ? null : new DurationSummary(
            sorted.Length, new TimeSpan(sorted.Sum() / sorted.Length),
            At(50), At(90), At(95), At(99), new TimeSpan(sorted[^1]));

        TimeSpan At(int percent)
        {
            var position = (sorted.Length - 1) * percent / 100m;
            var rank = (int)position;
            var low = sorted[rank];
            var high = sorted[Math.Min(rank + 1, sorted.Length - 1)];
            return new TimeSpan(low + (long)((high - low) * (position - rank)));
        }
    }
}
