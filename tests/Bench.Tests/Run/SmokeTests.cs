using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Run;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;
using LlmSentinel.Testing;
using Microsoft.Data.Sqlite;

namespace LlmSentinel.Bench.Tests.Run;

/// <summary>The whole bench on a small scale: real processes, as built for the tests.</summary>
public class SmokeTests
{
    private static readonly Target[] Targets = [new DirectTarget(), new YarpTarget(), SentinelTarget.Full];

    [Fact]
    public async Task RunAsync_ShortScenario_MeasuresAndComparesEachTarget()
    {
        await using var session = await SessionAsync();

        var result = await new ScenarioRun(session, Scenario(new AnswerShape(Format.Sse, 3, 2)), Targets).RunAsync();

        Assert.All(result.Targets.Values, target => Assert.Null(target.Failed));
        Assert.All(result.Targets.Values, target => Assert.True(target.Median[Metrics.Throughput] > 0));
        var sentinel = result.Targets[TargetNames.Sentinel];
        Assert.True(sentinel.Median[Metrics.AllocatedPerExchange] > 0);
        Assert.True(sentinel.Median[Metrics.RssLoaded] > 0);
        Assert.True(sentinel.RatioTo[TargetNames.Yarp][Metrics.Throughput].Median > 0);
        Assert.False(result.Targets[TargetNames.Direct].Median.ContainsKey(Metrics.CpuPerExchange));
    }

    [Fact]
    public async Task RunAsync_Overload_AccountsForEachCallAndSeesTheRecovery()
    {
        await using var session = await SessionAsync();
        var scenario = new OverloadScenario
        {
            Name = "overload/smoke",
            Title = "a short one",
            Mode = Mode.Quick,
            Rounds = 1,
            Connections = 16,
            Before = TimeSpan.FromMilliseconds(300),
            Duration = TimeSpan.FromMilliseconds(300),
            After = TimeSpan.FromMilliseconds(600),
        };

        var result = await new ScenarioRun(session, scenario, [SentinelTarget.Full]).RunAsync();

        var sentinel = result.Targets[TargetNames.Sentinel];
        Assert.Null(sentinel.Failed);
        Assert.Equal(0, sentinel.Median[Metrics.Unaccounted]);
        Assert.Equal(0, sentinel.Median[Metrics.Errors]);
        Assert.InRange(sentinel.Median[Metrics.Recovery], 0.1, 0.6);
        Assert.True(sentinel.Median[Metrics.RssLoaded] > 0);
    }

    [Fact]
    public async Task FailureAsync_StoredRowIsChanged_NamesTheCall()
    {
        await using var session = await SessionAsync();
        var sentinel = await session.RunningAsync(SentinelTarget.Full);
        var plan = Calls.One(session, sentinel, new AnswerShape(Format.Plain)) with { CallsPerConnection = 5 };
        Assert.Null(await session.FailureAsync(sentinel, await LoadGenerator.RunAsync(plan)));

        var outcome = await LoadGenerator.RunAsync(plan with { FirstId = session.NextId });
        await Eventually.TrueAsync(() => Execute(sentinel, "UPDATE exchanges SET input_total = 1 WHERE provider_request_id = '0000000008'") == 1, "the row is there");

        Assert.Equal(
            $"5 responses: 0 rows missing, 1 wrong, 0 twice, 0 of no call; call 8 has 1/{Usage.Output(8)} tokens and outcome 0, not {Usage.Input(8)}/{Usage.Output(8)} and 0",
            await session.FailureAsync(sentinel, outcome));
    }

    private static LoadScenario Scenario(AnswerShape shape) => new()
    {
        Name = "closed/smoke",
        Title = "a short one",
        Mode = Mode.Quick,
        Shape = shape,
        Connections = 4,
        Rounds = 1,
        WarmCalls = 40,
        Duration = TimeSpan.FromMilliseconds(300),
    };

    private static Task<Session> SessionAsync() => Session.StartAsync(
        new RunOptions(),
        new Places(
            RepositoryRoot.Path,
            Beside("sentinel"),
            Beside("LlmSentinel.Bench.SideBySide"),
            Beside("LlmSentinel.Bench.StartupHook.dll"),
            Sidecar: "",
            Portkey: "",
            Directory.CreateTempSubdirectory("sentinel-test-").FullName));

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static int Execute(RunningTarget target, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={target.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
