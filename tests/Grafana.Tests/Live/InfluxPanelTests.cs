using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Live;

/// <summary>Every question of every dashboard, asked of a real influxd that a real sidecar writes to.</summary>
[Slow]
public sealed class InfluxPanelTests(InfluxFixture world) : IClassFixture<InfluxFixture>
{
    // Five seconds of calls hold only some reasons to end and some durations; the others' questions are asked all the same.
    private static readonly string[] OnlySomeOfThem = ["Durations", "Times to first token", "Added times", "Why answers end", "Spread of scores"];

    public static TheoryData<string, string> Panels => ShippedBoard.PanelsThatAsk(Source.Influx);

    public static TheoryData<string, string> PanelsOfLater => ShippedBoard.PanelsOfLater(Source.Influx);

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task Panel_ShowsData(string board, string panel)
    {
        await world.StartAsync();
        var targets = ShippedBoard.Targets(board, panel, Source.Influx);
        foreach (var choice in new[] { Choice.Everything, Traffic.Chosen })
        {
            if (OnlySomeOfThem.Contains(panel))
                Assert.Contains(await Task.WhenAll(targets.Select(target => world.CountAsync([target], choice))), count => count > 0);
            else
                Assert.NotEqual(0, await world.CountAsync(targets, choice));
        }
    }

    [Theory]
    [InlineData("1m", 60)]
    [InlineData("1h", 3_600)]
    public async Task PanelsOfSums_CoarserResolution_ShowWhatSingleCallsDo(string resolution, int seconds)
    {
        await world.StartAsync();
        var board = ShippedBoard.Read("overview", Source.Influx);
        var options = board["templating"]!["list"]!.AsArray().Single(v => (string?)v!["name"] == "resolution")!["options"]!.AsArray();
        var calls = Choice.Everything with { Seconds = seconds };
        var sums = calls with { From = (string)options.Single(o => (string?)o!["text"] == resolution)!["value"]! };
        var panels = ShippedBoard.Panels(board).Where(p => (string?)p["interval"] == "${resolution:text}").ToList();

        Assert.Equal(12, panels.Count);
        foreach (var panel in panels)
        {
            foreach (var target in panel["targets"]!.AsArray().GroupBy(t => (string)t!["alias"]!))
            {
                // Two or three periods are no trend.
                if ((string)panel["title"]! != "Cost per hour, forecast")
                    Assert.Equal(await AllAsync(target, calls), await AllAsync(target, sums));
            }
        }

        async Task<List<string>> AllAsync(IEnumerable<JsonNode?> targets, Choice choice)
        {
            var rows = new List<string>();
            foreach (var target in targets)
                rows.AddRange((await world.QueryAsync((string)target!["query"]!, choice)).Select(Row));
            Assert.NotEmpty(rows);
            return rows;
        }

        // Counts of calls and sums of them are columns of different names; percentiles of sums there are none.
        static string Row(Dictionary<string, JsonElement> row) => string.Join(' ', row.Where(c => c.Key != "p95 duration")
            .Select(c => $"{(c.Key is "count" or "sum" ? "value" : c.Key)}={Text(c.Value)}").Order(StringComparer.Ordinal));

        static string Text(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("G10", CultureInfo.InvariantCulture) : value.ToString();
    }

    [Theory]
    [MemberData(nameof(PanelsOfLater))]
    public async Task Panel_NobodyFedYet_IsEmptyWithoutAnError(string board, string panel)
    {
        await world.StartAsync();

        Assert.Equal(0, world.Before[(board, panel)]);
    }

    [Fact]
    public async Task ChoiceOfNothingThere_ShowsNothing()
    {
        await world.StartAsync();

        var other = new Choice(new Dictionary<string, string[]> { ["model"] = ["gpt-5x4", "lama"] });

        Assert.Equal(0, await world.CountAsync(ShippedBoard.Targets("overview", "Calls by upstream", Source.Influx), other));
    }

    [Fact]
    public async Task ChoiceOfAnOddModel_ShowsThatModel()
    {
        await world.StartAsync();
        var target = ShippedBoard.Targets("overview", "Top models", Source.Influx)[0];

        var rows = await world.QueryAsync((string)target["query"]!, new Choice(new Dictionary<string, string[]> { ["model"] = [Traffic.OddModel] }));

        Assert.NotEqual(0, Assert.Single(rows)["calls"].GetInt64());
    }

    [Theory]
    [InlineData("overview", "upstream", "openai", "anthropic")]
    [InlineData("overview", "model", "gpt-5.4", "meta-llama/Llama-3.1")]
    [InlineData("overview", "app", "shop", "support/desk")]
    [InlineData("quality", "evaluator", "judge", "prompt_length")]
    public async Task Variable_OffersWhatThereIs(string board, string variable, params string[] expected)
    {
        await world.StartAsync();
        var query = (string)ShippedBoard.Read(board, Source.Influx)["templating"]!["list"]!.AsArray().Single(v => (string?)v!["name"] == variable)!["query"]!;

        var offered = (await world.QueryAsync(query, Choice.Everything)).Select(row => row["value"].GetString()!);

        Assert.Empty(expected.Except(offered));
    }

    [Theory]
    [InlineData("Findings")]
    [InlineData("Deployments")]
    [InlineData("Alerts")]
    public async Task Annotation_FindsItsEventsWithText(string name)
    {
        await world.StartAsync();
        var query = (string)ShippedBoard.Read("quality", Source.Influx)["annotations"]!["list"]!.AsArray().Single(a => (string?)a!["name"] == name)!["target"]!["query"]!;

        var events = await world.QueryAsync(query, Choice.Everything);

        Assert.NotEmpty(events);
        Assert.All(events, row => Assert.Equal(JsonValueKind.String, row["text"].ValueKind));
    }
}
