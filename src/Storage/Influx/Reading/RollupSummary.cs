using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Sums of one length and where they are.</summary>
/// <param name="Server">Answers queries.</param>
/// <param name="Measurement">Name.</param>
/// <param name="Length">Of a period.</param>
internal sealed record RollupSource(InfluxQuery Server, string Measurement, TimeSpan Length)
{
    /// <summary>Sums of minutes.</summary>
    public static RollupSource Minutes(IInfluxClient client) => new(new InfluxQuery(client), RollupPoints.Minute, TimeSpan.FromMinutes(1));

    /// <summary>Sums of hours.</summary>
    public static RollupSource Hours(IInfluxClient client) => new(new InfluxQuery(client), RollupPoints.Hour, TimeSpan.FromHours(1));

    /// <summary>
    /// Start of the first period there is anything of, sums or points; null where there is nothing. Sums are kept longer, as a rule, and points
    /// may be older than the first sums.
    /// </summary>
    public async Task<DateTimeOffset?> FirstAsync(InfluxQuery points, SummaryQuery query, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var filter = new PointFilter(query with { From = null, To = until });
        var first = await points.FirstAsync(ExchangePoints.Measurement + filter.Where(filter.From, filter.To), cancellationToken).ConfigureAwait(false);
        var summed = await Server.FirstAsync(Measurement + filter.WhereRollup(filter.From, filter.To), cancellationToken).ConfigureAwait(false);
        if ((first ?? summed) is not { } one)
            return null;
        var time = PointTime.ToTime(PointTime.Microseconds(long.Min(one, summed ?? one)));
        return time.AddTicks(-(time.Ticks % Length.Ticks));
    }
}

/// <summary>
/// A summary from sums where these hold all there is, and from the points where they do not: of each period both are counted first. A
/// period whose sums are behind its points (still open, of a killed process, on their way) is read point by point; one whose points
/// are gone is read from its sums.
/// </summary>
/// <param name="points">Where points are.</param>
/// <param name="source">The sums.</param>
/// <param name="query">What is summed up.</param>
/// <param name="from">Its start, or one that nothing lies before.</param>
/// <param name="until">Its end, or one that nothing lies behind.</param>
/// <param name="fewPoints">Up to so many points are read themselves, for an exact result.</param>
internal sealed class RollupSummary(
    InfluxQuery points, RollupSource source, SummaryQuery query, DateTimeOffset from, DateTimeOffset until, long fewPoints)
{
    private readonly PointFilter _filter = new(query with { From = from, To = until });
    private readonly long _length = source.Length.Ticks * 100;

    /// <summary>The rows; null when the points themselves are to be read.</summary>
    public async Task<IReadOnlyList<SummaryRow>?> ReadAsync(CancellationToken cancellationToken)
    {
        // Whole periods within the range.
        var (from, to) = (-Floor(-_filter.From), Floor(_filter.To));
        if (from >= to)
            return null;
        var counted = await CountAsync(points, "count(\"schema\")", ExchangePoints.Measurement + _filter.Where(from, to), cancellationToken).ConfigureAwait(false);
        var summed = await CountAsync(source.Server, "sum(\"exchanges\")", source.Measurement + _filter.WhereRollup(from, to), cancellationToken).ConfigureAwait(false);
        if (counted.Values.Sum() <= fewPoints && summed.All(s => counted.GetValueOrDefault(s.Key) >= s.Value))
            return null;

        var summarizer = new Summarizer(query, PercentileSource.Sketch);
        var feed = new PointFeed(points, query, _filter, summarizer);
        await new RollupFeed(source.Server, source.Measurement, _length / 1_000, query, _filter, summarizer)
            .ReadAsync(from, to, start => IsWhole(start * 1_000), cancellationToken).ConfigureAwait(false);
        foreach (var (start, end) in Rest(from, to))
            await feed.ReadAsync(start, end, summarizer.Add, cancellationToken).ConfigureAwait(false);
        return summarizer.ToRows();

        bool IsWhole(long start) => summed.TryGetValue(start, out var sum) && sum >= counted.GetValueOrDefault(start);

        IEnumerable<(long From, long To)> Rest(long first, long last)
        {
            if (_filter.From < first)
                yield return (_filter.From, first);
            foreach (var start in counted.Keys.Where(start => !IsWhole(start)).Order())
                yield return (start, start + _length);
            if (last < _filter.To)
                yield return (last, _filter.To);
        }
    }

    private async Task<Dictionary<long, long>> CountAsync(InfluxQuery server, string what, string from, CancellationToken cancellationToken)
    {
        var seconds = (long)source.Length.TotalSeconds;
        var rows = await server.RowsAsync(
            FormattableString.Invariant($"SELECT {what} AS \"n\" FROM {from} GROUP BY time({seconds}s) fill(none)"), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Time, r => r.Number("n") ?? 0);
    }

    private long Floor(long nanoseconds)
    {
        var rest = nanoseconds % _length;
        return nanoseconds - (rest < 0 ? rest + _length : rest);
    }
}
