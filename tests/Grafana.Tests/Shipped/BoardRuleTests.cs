using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Shipped;

/// <summary>What somebody who opens a dashboard expects of it.</summary>
public sealed partial class BoardRuleTests
{
    private static readonly string[] Tags = ["upstream", "model", "operation", "app", "outcome", "evaluator"];

    public static TheoryData<string, bool> Boards =>
        [.. from board in AllBoards.List from influx in new[] { false, true } select new TheoryDataRow<string, bool>(board.Name, influx)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void EveryPanel_SaysWhatItShows_AndWhatNothingMeans(string board, bool influx) => Assert.All(
        ShippedBoard.Panels(Read(board, influx)).Where(panel => (string?)panel["type"] != "text"), panel =>
        {
            Assert.EndsWith(".", (string)panel["description"]!, StringComparison.Ordinal);
            Assert.NotEqual("", (string)panel["fieldConfig"]!["defaults"]!["unit"]!);
            Assert.NotEqual("", (string)panel["fieldConfig"]!["defaults"]!["noValue"]!);
        });

    [Theory]
    [MemberData(nameof(Boards))]
    public void Titles_AreUnique(string board, bool influx)
    {
        var titles = ShippedBoard.Panels(Read(board, influx)).Select(panel => (string)panel["title"]!).ToList();

        Assert.Equal(titles.Distinct(), titles);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Panels_DoNotLieOnEachOther_AndFitTheWidth(string board, bool influx)
    {
        var cells = new HashSet<(int, int)>();
        foreach (var place in Read(board, influx)["panels"]!.AsArray().Select(panel => panel!["gridPos"]!))
        {
            var (x, y, width, height) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.InRange(x + width, 1, 24);
            Assert.All(
                from column in Enumerable.Range(x, width) from line in Enumerable.Range(y, height) select (column, line),
                cell => Assert.True(cells.Add(cell), $"two panels at {cell}"));
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Queries_UseOnlyVariablesTheDashboardHas(string board, bool influx)
    {
        var json = Read(board, influx);
        var known = json["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["name"]!).ToHashSet();

        var used = ShippedBoard.Panels(json).SelectMany(Texts).Concat(json["annotations"]!["list"]!.AsArray().SelectMany(a => Texts(new JsonObject { ["targets"] = new JsonArray(a!["target"]?.DeepClone()) })))
            .SelectMany(text => Variable().Matches(text)).Select(match => match.Groups[1].Value);

        Assert.Empty(used.Where(name => !name.StartsWith("__", StringComparison.Ordinal) && name != "timeFilter").Except(known));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Dashboards_LeadToEachOther_WithTimeAndChoices(string board, bool influx)
    {
        var json = Read(board, influx);
        var link = Assert.Single(json["links"]!.AsArray())!;

        Assert.Contains((string)link["tags"]![0]!, json["tags"]!.AsArray().Select(tag => (string)tag!));
        Assert.True((bool)link["keepTime"]! && (bool)link["includeVars"]!);
        Assert.Equal(2, (int)json["graphTooltip"]!);
    }

    [Fact]
    public void Uids_AreUnique()
    {
        var uids = Enum.GetValues<Source>().SelectMany(ShippedBoard.Files).Select(file => (string)JsonNode.Parse(File.ReadAllText(file))!["uid"]!).ToList();

        Assert.Equal(uids.Count, uids.Distinct().Count());
        Assert.All(uids, uid => Assert.InRange(uid.Length, 1, 40));
    }

    [Fact]
    public void Percentiles_OfLatency_AskForExemplars() => Assert.All(
        from title in new[] { "Duration", "Time to first token" } from target in ShippedBoard.Targets("overview", title, Source.Prometheus) select target,
        target => Assert.True((bool)target["exemplar"]!));

    [Fact]
    public void Query_OfALabelTheMetricHasNot_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => PromQl.Rate(MetricNames.Exchanges, "nobody"));
        Assert.Throws<ArgumentException>(() => PromQl.Rate(MetricNames.Exchanges, where: "nobody=\"x\""));
        Assert.Throws<ArgumentException>(() => PromQl.Name("llmsentinel.nobody"));
    }

    [Fact]
    public void ReservedNames_AreNotTaken() => Assert.Empty(
        ReservedInstruments.All.Select(metric => metric.PrometheusName).Intersect(Instruments.All.Select(metric => metric.PrometheusName)));

    /// <summary>Prometheus keeps 1.0 or 1, by version and format of the scrape: a query that names either is empty with the other.</summary>
    [Fact]
    public void PrometheusQueries_NameNoBoundOfABucket()
    {
        string[] rules = [.. Directory.EnumerateFiles(RepositoryRoot.Combine("config", "prometheus"), "*.yml")];
        var files = ShippedBoard.Files(Source.Prometheus).Concat(rules).ToList();

        Assert.NotEmpty(rules);
        Assert.All(files, file => Assert.Empty(BoundByName().Matches(File.ReadAllText(file)).Select(match => $"{file}: {match.Value}")));
    }

    /// <summary>A renamed field, or one nobody is going to write, is found here and not in an empty panel.</summary>
    [Fact]
    public void InfluxQueries_NameOnlyColumnsOfTheirMeasurement()
    {
        var columns = ReservedMeasurements.All.ToDictionary(m => m.Name, m => m.Fields.Select(field => field.Name).Concat([.. Tags, "schema"]).ToHashSet());
        columns[ExchangePoints.Measurement] = [.. ExchangePoints.Columns.Select(column => column.Name)];
        columns[InfluxQl.AtResolution] = [.. columns[ExchangePoints.Measurement], .. RollupPoints.Columns.Select(column => column.Name)];
        var queries = AllBoards.List.SelectMany(board => board.Panels).SelectMany(panel => panel.Influx).Select(query => query.Text)
            .Concat(Events.All.Select(e => e.Influx)).ToList();

        Assert.All(queries, query =>
        {
            var measurement = Measurement().Match(query).Groups[1].Value;
            var names = Identifier().Matches(query).Select(match => match.Groups[1].Value);
            var own = Alias().Matches(query).Select(match => match.Groups[1].Value);
            Assert.Empty(names.Except([.. columns[measurement], .. own, measurement]));
        });
    }

    private static JsonObject Read(string board, bool influx) => ShippedBoard.Read(board, influx ? Source.Influx : Source.Prometheus);

    private static IEnumerable<string> Texts(JsonObject panel) =>
        (panel["targets"]?.AsArray() ?? []).Where(target => target is not null).Select(target => (string?)target!["expr"] ?? (string?)target["query"] ?? "");

    [GeneratedRegex("\\ble\\s*(=|!=|=~|!~)\\s*\\\\?\"[^\\\\\"]*")]
    private static partial Regex BoundByName();

    [GeneratedRegex("FROM \"?(\\w+|\\$\\{resolution:raw\\})")]
    private static partial Regex Measurement();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("AS \"([^\"]+)\"")]
    private static partial Regex Alias();

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();
}
