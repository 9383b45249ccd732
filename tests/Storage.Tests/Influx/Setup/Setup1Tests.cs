using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Setup;

namespace LlmSentinel.Storage.Tests.Influx.Setup;

/// <summary>Setting up a real influxd 1.x.</summary>
public sealed class Setup1Tests(SharedInfluxServer shared) : IClassFixture<SharedInfluxServer>
{
    [Fact]
    public async Task Run_EmptyServer_MakesAllAndASecondTimeNothing()
    {
        var server = await shared.GetAsync();
        var store = Store(server, "fresh \"base\"");

        var first = await RunAsync(store);
        var second = await RunAsync(store);

        Assert.All(first, s => Assert.Equal(SetupResult.Created, s.Result));
        Assert.Equal(4, first.Count);
        Assert.All(second, s => Assert.Equal(SetupResult.AlreadyThere, s.Result));
        Assert.Equal(
            ["1h 43800h0m0s False", "1m 2160h0m0s False", "raw 720h0m0s True"],
            await PoliciesAsync(server, "\"fresh \\\"base\\\"\""));
    }

    [Fact]
    public async Task Run_DryRun_ChangesNothing()
    {
        var server = await shared.GetAsync();

        var steps = await RunAsync(Store(server, "dry"), new StoreSetupOptions { DryRun = true });

        Assert.Equal(4, steps.Count);
        Assert.All(steps, s => Assert.Equal(SetupResult.Created, s.Result));
        Assert.DoesNotContain("dry", (await server.QueryAsync("SHOW DATABASES")).Select(r => r["name"].GetString()));
    }

    [Fact]
    public async Task Run_DatabaseOfSomebodyElse_KeepsItsDefaultPolicyAndNeverForgetsSoonerUnasked()
    {
        var server = await shared.GetAsync();
        await server.QueryAsync("CREATE DATABASE theirs WITH DURATION 90d NAME autogen");
        await server.QueryAsync("CREATE RETENTION POLICY \"1m\" ON theirs DURATION 1d REPLICATION 1");
        var store = Store(server, "theirs");

        var steps = await RunAsync(store);

        Assert.Equal([SetupResult.AlreadyThere, SetupResult.Left, SetupResult.Changed, SetupResult.Created], steps.Select(s => s.Result));
        Assert.Contains("--shorten", steps[1].Detail, StringComparison.Ordinal);
        Assert.Equal(["1h 43800h0m0s False", "1m 2160h0m0s False", "autogen 2160h0m0s True"], await PoliciesAsync(server, "theirs"));

        Assert.Equal(SetupResult.Changed, (await RunAsync(store, new StoreSetupOptions { Shorten = true }))[1].Result);
        Assert.Contains("autogen 720h0m0s True", await PoliciesAsync(server, "theirs"));
    }

    [Fact]
    public async Task Run_ForEver_IsSaidAndDone()
    {
        var server = await shared.GetAsync();
        var store = new StoreOptions { Kind = StoreKinds.InfluxDb, Url = server.Url, Bucket = "always/kept", Retention = TimeSpan.Zero };

        var steps = await RunAsync(store, new StoreSetupOptions { HourRetention = TimeSpan.Zero });

        Assert.Contains("retention policy always.kept (default): every exchange, keeps for ever", steps.Select(s => $"{s.Name}: {s.Detail}"));
        Assert.Equal(["1h 0s False", "1m 2160h0m0s False", "kept 0s True"], await PoliciesAsync(server, "always"));
    }

    [Fact]
    public async Task Run_NobodyThere_SaysSo()
    {
        var e = await Assert.ThrowsAsync<SetupException>(() => RunAsync(new StoreOptions { Kind = StoreKinds.InfluxDb, Url = "http://127.0.0.1:9", Bucket = "x" }));

        Assert.Contains("127.0.0.1:9 cannot be reached", e.Message, StringComparison.Ordinal);
    }

    private static StoreOptions Store(InfluxServer server, string database) => new() { Kind = StoreKinds.InfluxDb, Url = server.Url, Bucket = database };

    internal static async Task<List<SetupStep>> RunAsync(StoreOptions store, StoreSetupOptions? setup = null, List<string>? found = null)
    {
        var steps = new List<SetupStep>();
        await foreach (var step in StoreSetup.RunAsync(store, setup ?? new StoreSetupOptions(), TimeProvider.System, text => found?.Add(text), default))
            steps.Add(step);
        return steps;
    }

    private static async Task<List<string>> PoliciesAsync(InfluxServer server, string database) =>
    [
        .. (await server.QueryAsync($"SHOW RETENTION POLICIES ON {database}"))
            .Select(r => $"{r["name"]} {r["duration"]} {r["default"]}").Order(StringComparer.Ordinal),
    ];
}
