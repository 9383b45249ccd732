using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>What a rollup is kept for.</summary>
/// <param name="Key">Its words and flags.</param>
/// <param name="EveryApp">True when it is over all applications.</param>
internal sealed record Series(RollupKey Key, bool EveryApp);

/// <summary>All series by their numbers.</summary>
internal static class SeriesReader
{
    public static Dictionary<long, Series> Read(Func<string, Statement> prepare, LabelReader labels)
    {
        var all = new Dictionary<long, Series>();
        using var rows = prepare("SELECT id, upstream, model, app, every_app, operation, outcome, streamed FROM series");
        while (rows.Step())
        {
            var row = new RowReader(rows, labels);
            var id = row.Long();
            var upstream = row.RequiredLabel();
            var model = row.Label();
            var app = row.Label();
            var everyApp = row.Flag();
            all[id] = new Series(
                new RollupKey(upstream, model, app, row.RequiredLabel(), (ExchangeOutcome)row.Int(), row.Flag()), everyApp);
        }

        return all;
    }
}
