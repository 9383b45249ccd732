using System.Text.RegularExpressions;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Grafana.Tests.Compose;

/// <summary>The files of config/prometheus are taken by the programs they are for, and ask for metrics that exist.</summary>
public sealed partial class AlertingFileTests
{
    private static readonly string Folder = RepositoryRoot.Combine("config", "prometheus");

    // Whether the file with the token is there is a matter of the machine it runs on.
    [Theory]
    [InlineData("promtool", "check", "config", "--syntax-only", "prometheus.yml")]
    [InlineData("promtool", "check", "rules", "rules.yml")]
    [InlineData("promtool", "test", "rules", "rules.test.yml")]
    [InlineData("amtool", "check-config", "alertmanager.yml")]
    public async Task File_IsTaken(string program, params string[] arguments)
    {
        var run = await ProcessRun.RunAsync(External.RequireOrSkip(program), arguments, Folder);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public void Rules_AskForMetricsThatExist()
    {
        var known = Instruments.All.Select(instrument => instrument.PrometheusName).ToHashSet();
        var rules = File.ReadAllText(Path.Combine(Folder, "rules.yml"));
        var asked = Alternatives().Replace(rules, match => string.Join(' ', match.Groups[2].Value.Split('|').Select(part => match.Groups[1].Value + part + match.Groups[3].Value)));

        var names = Metric().Matches(asked).Select(match => match.Value).ToList();

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(known));
    }

    [GeneratedRegex("llmsentinel_[a-z_]+")]
    private static partial Regex Metric();

    // A name with alternatives in it stands for one name each.
    [GeneratedRegex(@"(llmsentinel_)\(([a-z|]+)\)([a-z_]+)")]
    private static partial Regex Alternatives();
}
