using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>
/// An exact summary of points: read once, and once more when they are too many to keep their durations in memory. The server shows no
/// one moment: where points came in between the passes, percentiles are estimated.
/// </summary>
internal sealed class PointSummary(InfluxQuery server, SummaryQuery query, long budget)
{
    private readonly PointFilter _filter = new(query);

    /// <summary>The rows of the summary.</summary>
    public async Task<IReadOnlyList<SummaryRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var summarizer = new Summarizer(query, budget: budget);
        await PassAsync(summarizer, summarizer.Add, cancellationToken).ConfigureAwait(false);
        if (!summarizer.NeedsSecondPass)
            return summarizer.ToRows();

        summarizer.BeginSecondPass();
        await PassAsync(summarizer, static (SummaryGroup group, in SummaryValue value) => group.AddAgain(value), cancellationToken).ConfigureAwait(false);
        try
        {
            return summarizer.ToRows();
        }
        catch (InvalidOperationException)
        {
            summarizer = new Summarizer(query, PercentileSource.Sketch);
            await PassAsync(summarizer, summarizer.Add, cancellationToken).ConfigureAwait(false);
            return summarizer.ToRows();
        }
    }

    private Task PassAsync(Summarizer summarizer, AddValue add, CancellationToken cancellationToken) =>
        new PointFeed(server, query, _filter, summarizer).ReadAsync(_filter.From, _filter.To, add, cancellationToken);
}
