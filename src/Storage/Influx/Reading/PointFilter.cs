using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>
/// A filter as the conditions of a WHERE. A tag may hold another form of a word than the word itself, so the server gives a little more
/// than what is meant; <see cref="Matches"/> has the last word.
/// </summary>
internal sealed class PointFilter(ExchangeFilter filter)
{
    private readonly string _conditions = Conditions(filter, filter.Streamed is { } streamed ? streamed ? "true" : "false" : null);

    // There it is a tag, and tags are text.
    private readonly string _rollupConditions = Conditions(filter, filter.Streamed is { } streamed ? streamed ? "'true'" : "'false'" : null);

    /// <summary>Time of the first point that can match.</summary>
    public long From { get; } = filter.From is { } from ? PointTime.Edge(from) : PointTime.Earliest;

    /// <summary>Time before which all of them lie.</summary>
    public long To { get; } = filter.To is { } to ? PointTime.Edge(to) : PointTime.Latest;

    /// <summary>The clause for points of a range of time, which is the filter's or lies within it.</summary>
    /// <param name="from">First nanosecond.</param>
    /// <param name="to">The one behind the last.</param>
    public string Where(long from, long to) => Range(from, to) + _conditions;

    /// <summary>The same for points of sums.</summary>
    public string WhereRollup(long from, long to) => Range(from, to) + _rollupConditions;

    /// <summary>True when the exchange is one that is meant, whenever it started.</summary>
    public bool Matches(string upstream, string? model, string? app, string operation) =>
        (filter.Upstream is null || filter.Upstream == upstream)
        && (filter.Model is null || filter.Model == model)
        && (filter.App is null || filter.App == app)
        && (filter.Operation is null || filter.Operation == operation);

    private static string Range(long from, long to) => $" WHERE time >= {InfluxQl.Time(from)} AND time < {InfluxQl.Time(to)}";

    private static string Conditions(ExchangeFilter filter, string? streamed)
    {
        var conditions = new StringBuilder();
        AndTag("upstream", filter.Upstream);
        AndTag("model", filter.Model);
        AndTag("app", filter.App);
        AndTag("operation", filter.Operation);
        if (filter.Outcome is { } outcome)
            And("outcome", InfluxQl.Text(ExchangeNames.Name(outcome)));
        if (streamed is not null)
            And("streamed", streamed);
        return conditions.ToString();

        void And(string name, string value) => conditions.Append(" AND ").Append(InfluxQl.Name(name)).Append(" = ").Append(value);

        void AndTag(string tag, string? word)
        {
            if (word is null)
                return;
            if (LineBuffer.TagHolds(word))
                And(tag, InfluxQl.Text(word));
            else
                And(tag + ExchangePoints.Exact, InfluxQl.Text(FieldText.Encode(word)));
        }
    }
}
