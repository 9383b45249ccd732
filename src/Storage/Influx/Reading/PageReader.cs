using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Single exchanges and pages of them.</summary>
internal sealed class PageReader(InfluxQuery server, TimeProvider time)
{
    private const int MaxLimit = 1000;

    // More than the page: exchanges of the time it ends in, and those the filter leaves out after all.
    private const int Reserve = 33;

    // Points of one time differ in their tags: more than there are series cannot be.
    private const int MostOfOneTime = 1 << 20;

    private const string Select = "SELECT * FROM " + ExchangePoints.Measurement;

    /// <summary>Throws <see cref="ArgumentException"/> for a limit or a cursor that cannot be.</summary>
    public static PageCursor? Validate(ExchangeQuery query)
    {
        if (query.Limit is < 1 or > MaxLimit)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"The limit is between 1 and {MaxLimit} rows.");
        return query.Cursor is null ? null : PageCursor.Parse(query.Cursor);
    }

    public async Task<ExchangePage> ReadAsync(ExchangeQuery query, PageCursor? after, CancellationToken cancellationToken)
    {
        var filter = new PointFilter(query);
        var page = new PageBuilder(query, after);
        var (from, to) = (filter.From, filter.To);
        if (after is { } cursor)
            (from, to) = query.OldestFirst ? (long.Max(from, cursor.Time), to) : (from, long.Min(to, cursor.Time + 1));
        if (query.OldestFirst && from == PointTime.Earliest)
            from = await FirstTimeAsync(to, cancellationToken).ConfigureAwait(false);

        var now = PointTime.Floor(time.GetUtcNow());
        var windows = query.OldestFirst ? PageWindows.Forwards(from, to, now) : PageWindows.Backwards(from, to, now);
        foreach (var window in windows)
        {
            await ReadWindowAsync(query, filter, page, window.From, window.To, cancellationToken).ConfigureAwait(false);
            if (page.IsFull)
                break;
        }

        return page.ToPage();
    }

    public async Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var text = InfluxQl.Text(id.ToString());
        if (PointTime.Range(id) is { } range)
        {
            // A microsecond more: where a thousand exchanges share one, the next ones stand behind it.
            var (from, to) = (PointTime.Floor(range.From), PointTime.Floor(range.To) + 1_000);
            if (await FirstAsync($"time >= {InfluxQl.Time(from)} AND time < {InfluxQl.Time(to)}").ConfigureAwait(false) is { } found)
                return found;
        }

        // The few whose id does not lead to their time have a field of their own.
        var strays = await server.RowsAsync($"SELECT \"stray_id\" FROM {ExchangePoints.Measurement} WHERE \"stray_id\" = {text}", cancellationToken).ConfigureAwait(false);
        return strays.Count == 0 ? null : await FirstAsync($"time = {InfluxQl.Time(strays[0].Time)}").ConfigureAwait(false);

        async Task<Exchange?> FirstAsync(string condition)
        {
            var rows = await server.RowsAsync($"{Select} WHERE {condition} AND \"id\" = {text}", cancellationToken).ConfigureAwait(false);
            return rows.Count == 0 ? null : ExchangePoint.Read(rows[0]);
        }
    }

    private async Task ReadWindowAsync(
        ExchangeQuery query, PointFilter filter, PageBuilder page, long from, long to, CancellationToken cancellationToken)
    {
        var order = query.OldestFirst ? "ASC" : "DESC";
        var most = query.Limit + Reserve;
        while (!page.IsFull && from < to)
        {
            var rows = await server.RowsAsync(
                string.Create(CultureInfo.InvariantCulture, $"{Select}{filter.Where(from, to)} ORDER BY time {order} LIMIT {most}"), cancellationToken)
                .ConfigureAwait(false);
            var groups = rows.GroupBy(r => r.Time).ToList();
            var last = rows.Count < most;
            if (!last)
            {
                // The rest of the last time's points may have been cut off.
                groups.RemoveAt(groups.Count - 1);
                if (groups.Count == 0 && (most *= 2) > MostOfOneTime)
                    throw new StoreUnavailableException("More points have one time than can be read.");
            }

            foreach (var group in groups)
                page.Add(group.Key, group.Select(ExchangePoint.Read).OfType<Exchange>().Where(e => filter.Matches(e.Upstream, e.ResponseModel ?? e.RequestModel, e.App, e.Operation)));
            if (last)
                return;
            if (groups.Count > 0)
                (from, to) = query.OldestFirst ? (groups[^1].Key + 1, to) : (from, groups[^1].Key);
        }
    }

    // The end of the range when there is nothing in it.
    private async Task<long> FirstTimeAsync(long to, CancellationToken cancellationToken) => await server.FirstAsync(
        $"{ExchangePoints.Measurement} WHERE time >= {InfluxQl.Time(PointTime.Earliest)} AND time < {InfluxQl.Time(to)}", cancellationToken)
        .ConfigureAwait(false) ?? to;
}
