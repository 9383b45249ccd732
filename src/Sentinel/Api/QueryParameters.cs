using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Reads the query string of a request; anything not understood is refused by name, nothing is ignored.</summary>
internal sealed class QueryParameters
{
    private static readonly string[] FilterNames = ["from", "to", "upstream", "model", "app", "operation", "outcome", "streamed"];

    private static readonly (string Name, SummaryGrouping Value)[] Groupings =
    [
        ("upstream", SummaryGrouping.Upstream), ("model", SummaryGrouping.Model), ("app", SummaryGrouping.App), ("operation", SummaryGrouping.Operation),
    ];

    private readonly IQueryCollection _query;
    private readonly DateTimeOffset _now;

    private QueryParameters(IQueryCollection query, DateTimeOffset now, params string[] further)
    {
        _query = query;
        _now = now;
        string[] allowed = [.. FilterNames, .. further];
        foreach (var (name, values) in query)
        {
            if (!allowed.Contains(name))
                throw new BadParameterException(name, $"There is no parameter '{name}'.", allowed);
            if (values.Count > 1)
                throw new BadParameterException(name, $"'{name}' is given more than once.", ["one value"]);
        }
    }

    /// <summary>The id of an exchange in a path.</summary>
    public static Guid Id(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new BadParameterException("id", "'id' is a UUID.", ["01985f00-0000-7000-8000-000000000001"]);

    public static ExchangeQuery Exchanges(IQueryCollection query, DateTimeOffset now)
    {
        var parameters = new QueryParameters(query, now, "limit", "cursor");
        return (ExchangeQuery)parameters.Filter(new ExchangeQuery { Limit = parameters.Limit(), Cursor = parameters.Text("cursor") });
    }

    public static ExchangeQuery Samples(IQueryCollection query, DateTimeOffset now)
    {
        var parameters = new QueryParameters(query, now, "limit");
        return (ExchangeQuery)parameters.Filter(new ExchangeQuery { Limit = parameters.Limit() });
    }

    public static SummaryQuery Summary(IQueryCollection query, DateTimeOffset now)
    {
        var parameters = new QueryParameters(query, now, "groupBy", "step");
        var summary = (SummaryQuery)parameters.Filter(new SummaryQuery { GroupBy = parameters.GroupBy() });
        var to = summary.To ?? now;
        var from = summary.From ?? to - TimeSpan.FromHours(1);
        return summary with { From = from, To = to, Step = parameters.Step(to - from) };
    }

    public static IReadOnlyList<string> Names(SummaryGrouping grouping) =>
        [.. Groupings.Where(g => grouping.HasFlag(g.Value)).Select(g => g.Name)];

    // Copies whatever kind of query it is given.
    private ExchangeFilter Filter(ExchangeFilter query)
    {
        var from = Time("from");
        var to = Time("to");
        if (from >= (to ?? _now) && from is not null)
            throw new BadParameterException("from", "'from' is not before 'to'.", ["an earlier moment than 'to', which is now unless given"]);
        return query with
        {
            From = from,
            To = to,
            Upstream = Text("upstream"),
            Model = Text("model"),
            App = Text("app"),
            Operation = Text("operation"),
            Outcome = Outcome(),
            Streamed = Streamed(),
        };
    }

    private string? Text(string name) => _query.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value.ToString() : null;

    private DateTimeOffset? Time(string name) => Text(name) is { } text ? TimeParameter.Parse(name, text, _now) : null;

    private int Limit()
    {
        const int Default = 100;
        const int Most = 1000;
        if (Text("limit") is not { } text)
            return Default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
            ? limit
            : throw new BadParameterException("limit", $"'limit' is a number from 1 to {Most}.", [$"1 to {Most}"]);
    }

    private TimeSpan? Step(TimeSpan range)
    {
        const int MostPeriods = 11_000;
        if (Text("step") is not { } text)
            return null;
        if (!TimeParameter.TryAge(text, out var step) || step < TimeSpan.FromSeconds(1))
            throw new BadParameterException("step", "'step' is a duration of a second or more.", ["1m", "1h", "1d"]);
        return range / step <= MostPeriods
            ? step
            : throw new BadParameterException("step", $"'step' splits the range into more than {MostPeriods} periods.", ["a longer step", "a shorter range"]);
    }

    private ExchangeOutcome? Outcome() => Text("outcome") is not { } text ? null
        : ExchangeNames.ParseOutcome(text) ?? throw new BadParameterException("outcome", $"There is no outcome '{text}'.", ExchangeNames.Outcomes);

    private bool? Streamed() => Text("streamed") switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new BadParameterException("streamed", "'streamed' is true or false.", ["true", "false"]),
    };

    private SummaryGrouping GroupBy()
    {
        if (!_query.ContainsKey("groupBy"))
            return new SummaryQuery().GroupBy;
        var grouping = SummaryGrouping.None;
        foreach (var name in (Text("groupBy") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Groupings.FirstOrDefault(g => g.Name == name);
            if (known.Name is null && name != "none")
                throw new BadParameterException("groupBy", $"Rows cannot be grouped by '{name}'.", [.. Groupings.Select(g => g.Name), "none"]);
            grouping |= known.Value;
        }

        return grouping;
    }
}
