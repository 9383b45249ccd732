using System.Text.RegularExpressions;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Live;

/// <summary>Every question of every dashboard, asked of a real Prometheus that scrapes a real sidecar.</summary>
[Slow]
public sealed partial class PrometheusPanelTests(PrometheusFixture world) : IClassFixture<PrometheusFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string> Panels => ShippedBoard.PanelsThatAsk(Source.Prometheus);

    public static TheoryData<string, string> PanelsOfLater => ShippedBoard.PanelsOfLater(Source.Prometheus);

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task Panel_ShowsData(string board, string panel)
    {
        await world.StartAsync();
        var targets = ShippedBoard.Targets(board, panel, Source.Prometheus);

        await Eventually.TrueAsync(async () => await world.CountAsync(targets, Choice.Everything) > 0, "every question has an answer", Patience);
        await Eventually.TrueAsync(async () => await world.CountAsync(targets, Traffic.Chosen) > 0, "and for chosen values as well", Patience);
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
        var targets = ShippedBoard.Targets("overview", "Calls by upstream", Source.Prometheus);
        await Eventually.TrueAsync(async () => await world.CountAsync(targets, Choice.Everything) > 0, "there are calls", Patience);

        var other = new Choice(new Dictionary<string, string[]> { ["model"] = ["gpt-5x4"] });

        Assert.Equal(0, await world.CountAsync(targets, other));
    }

    [Theory]
    [InlineData("overview", "upstream", "openai", "anthropic")]
    [InlineData("overview", "model", "gpt-5.4", "meta-llama/Llama-3.1")]
    [InlineData("overview", "app", "shop", "support/desk")]
    [InlineData("quality", "evaluator", "judge", "prompt_length")]
    public async Task Variable_OffersWhatThereIs(string board, string variable, params string[] expected)
    {
        await world.StartAsync();
        var query = (string)ShippedBoard.Read(board, Source.Prometheus)["templating"]!["list"]!.AsArray().Single(v => (string?)v!["name"] == variable)!["query"]!["query"]!;
        var parts = LabelValues().Match(query);

        await Eventually.TrueAsync(
            async () => !expected.Except(await world.Server.LabelValuesAsync(Choice.Everything.ForPrometheus(parts.Groups[1].Value), parts.Groups[2].Value)).Any(),
            $"{query} offers {string.Join(", ", expected)}", Patience);
    }

    [Theory]
    [InlineData("Findings")]
    [InlineData("Deployments")]
    [InlineData("Alerts")]
    public async Task Annotation_FindsItsEvents(string name)
    {
        await world.StartAsync();
        var expression = (string)ShippedBoard.Read("quality", Source.Prometheus)["annotations"]!["list"]!.AsArray().Single(a => (string?)a!["name"] == name)!["target"]!["expr"]!;

        await Eventually.TrueAsync(
            async () => await world.Server.CountAsync(Choice.Everything.ForPrometheus(expression), instant: false) > 0, "events are found", Patience);
    }

    [GeneratedRegex(@"^label_values\((.+), (\w+)\)$")]
    private static partial Regex LabelValues();
}
