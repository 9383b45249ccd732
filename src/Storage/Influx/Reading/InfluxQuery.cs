using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Rows of queries.</summary>
internal sealed class InfluxQuery(IInfluxClient client)
{
    /// <summary>All rows of a query that gives a limited number of them.</summary>
    public async Task<List<PointRow>> RowsAsync(string influxQl, CancellationToken cancellationToken)
    {
        var rows = new List<PointRow>();
        await foreach (var series in client.QueryAsync(influxQl, cancellationToken).ConfigureAwait(false))
        {
            var columns = new PointColumns(series.Columns);
            // The part is gone with the next one.
            foreach (var row in series.Rows.Clone().EnumerateArray())
                rows.Add(new PointRow(columns, row));
        }

        return rows;
    }

    /// <summary>Time of the first point of what is named, with its WHERE; null when there is none.</summary>
    public async Task<long?> FirstAsync(string from, CancellationToken cancellationToken)
    {
        var first = await RowsAsync($"SELECT first(\"schema\") FROM {from}", cancellationToken).ConfigureAwait(false);
        return first.Count == 0 ? null : first[0].Time;
    }

    /// <summary>The parts of a query's result as they come; each is valid until the next.</summary>
    public IAsyncEnumerable<InfluxSeries> PartsAsync(string influxQl, CancellationToken cancellationToken) => client.QueryAsync(influxQl, cancellationToken);
}
