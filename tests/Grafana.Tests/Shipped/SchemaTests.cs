using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Grafana.Tests.Shipped;

/// <summary>The dashboards compile as values of the types Grafana publishes.</summary>
[Slow]
public sealed class SchemaTests
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Grafana.Tests", "node");

    [Fact]
    public async Task Dashboards_AreOfGrafanasTypes()
    {
        var run = await CheckAsync([.. Enum.GetValues<Source>().SelectMany(ShippedBoard.Files)]);

        Assert.Equal((0, ""), (run.ExitCode, run.Output + run.Error));
    }

    [Theory]
    [InlineData("\"graphTooltip\": 2", "\"graphTooltip\": 7")]
    [InlineData("\"drawStyle\": \"line\"", "\"drawStyle\": \"squiggle\"")]
    [InlineData("\"noValue\"", "\"noVaule\"")]
    [InlineData("\"graphMode\"", "\"graphMood\"")]
    public async Task MistakeInADashboard_IsFound(string right, string wrong)
    {
        using var folder = new TempDirectory();
        var text = await File.ReadAllTextAsync(ShippedBoard.Files(Source.Prometheus).Single(file => file.EndsWith("overview.json", StringComparison.Ordinal)));
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("overview.json"), text.Replace(right, wrong, StringComparison.Ordinal));

        var run = await CheckAsync(folder.File("overview.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.NotEqual("", run.Output);
    }

    private static Task<ProcessRun> CheckAsync(params IEnumerable<string> files)
    {
        var node = External.RequireOrSkip("node");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@grafana")))
            External.MissingOrSkip("Grafana's types are not installed; ./test.sh installs them.");
        return ProcessRun.RunAsync(node, ["check.mjs", .. files], Folder);
    }
}
