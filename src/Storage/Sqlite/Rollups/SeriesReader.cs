using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>What a rollup is kept for.</summary>
/// <param name="Key">Its words and flags.</param>
/// <param name="Detail">Which of the words count.</param>
internal sealed record Series(RollupKey Key, RollupDetail Detail);

/// <summary>All series by their numbers.</summary>
internal static class SeriesReader
{
    public static Dictionary<long, Series> Read(Func<string, Statement> prepare, LabelReader labels)
    {
        var all = new Dictionary<long, Series>();
        using var rows = prepare("SELECT id, upstream, model, app, detail, operation, outcome, streamed FROM series");
        while (rows.Step())
        {
            var row = new RowReader(rows, labels);
            var id = row.Long();
            var upstream = row.RequiredLabel();
            var model = row.Label();
            var app = row.Label();
            var detail = (RollupDetail)row.Int();
            all[id] = new Series(
                new RollupKey(upstream, model, app, row.RequiredLabel(), (ExchangeOutcome)row.Int(), row.Flag()), detail);
        }

        return all;
    }
}
