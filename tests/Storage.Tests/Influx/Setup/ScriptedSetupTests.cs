using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Setup;
using LlmSentinel.Testing.Servers;

namespace LlmSentinel.Storage.Tests.Influx.Setup;

/// <summary>Setting up 2.x and 3 as they document themselves, and VictoriaMetrics.</summary>
public sealed class ScriptedSetupTests
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 6)]
    public async Task Run_Version2_MakesBucketsAndTheMappingsThatAreMissing(bool maps, int changes)
    {
        await using var server = await new ScriptedAdmin("v2.7.1", maps).StartAsync();

        var first = await Setup1Tests.RunAsync(Store(server));
        var second = await Setup1Tests.RunAsync(Store(server));

        Assert.Equal(["llm 2592000", "llm/1m 7776000", "llm/1h 157680000"], server.Buckets);
        Assert.Equal(["llm/autogen true", "llm/1m false", "llm/1h false"], server.Mappings);
        Assert.Equal(changes, first.Count(s => s.Result == SetupResult.Created));
        Assert.All(second, s => Assert.Equal(SetupResult.AlreadyThere, s.Result));
        Assert.Equal(changes, server.Changes.Count);
    }

    [Fact]
    public async Task Run_Version2BucketThatForgetsSooner_IsChanged()
    {
        await using var server = await new ScriptedAdmin("v2.7.1").StartAsync();
        server.AddBucket("llm", 3600);

        var steps = await Setup1Tests.RunAsync(Store(server));

        Assert.Equal(SetupResult.Changed, steps[0].Result);
        Assert.Contains("llm 2592000", server.Buckets);
    }

    [Fact]
    public async Task Run_Version2DryRun_ChangesNothing()
    {
        await using var server = await new ScriptedAdmin("v2.7.1").StartAsync();

        var steps = await Setup1Tests.RunAsync(Store(server), new StoreSetupOptions { DryRun = true });

        Assert.Equal(6, steps.Count);
        Assert.Empty(server.Changes);
    }

    [Fact]
    public async Task Run_Version2TokenThatMayOnlyWritePoints_NamesTheRight()
    {
        await using var server = await new ScriptedAdmin("v2.7.1", mayWrite: false).StartAsync();

        var e = await Assert.ThrowsAsync<SetupException>(() => Setup1Tests.RunAsync(Store(server)));

        Assert.Contains("403", e.Message, StringComparison.Ordinal);
        Assert.Contains("all-access token", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "store.org is missing")]
    [InlineData("other", "no organization other")]
    public async Task Run_Version2WrongOrganization_SaysSo(string org, string message)
    {
        await using var server = await new ScriptedAdmin("v2.7.1").StartAsync();

        var e = await Assert.ThrowsAsync<SetupException>(() => Setup1Tests.RunAsync(Store(server, org)));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version3_MakesADatabaseForEachPlaceAndASecondTimeNothing()
    {
        await using var server = await new ScriptedAdmin("3.2.0").StartAsync();
        var found = new List<string>();

        await Setup1Tests.RunAsync(Store(server), found: found);
        var second = await Setup1Tests.RunAsync(Store(server));

        Assert.Equal("InfluxDB 3.2.0 (Core)", Assert.Single(found));
        Assert.Equal(["llm", "llm/1m", "llm/1h"], server.Databases);
        Assert.Contains("llm 2592000s", server.Changes);
        Assert.All(second, s => Assert.Equal(SetupResult.AlreadyThere, s.Result));
    }

    [Fact]
    public async Task Run_VictoriaMetrics_HasNothingToDo()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();

        var step = Assert.Single(await Setup1Tests.RunAsync(new StoreOptions { Kind = StoreKinds.InfluxDb, Url = server.Url, Bucket = "llm" }));

        Assert.Contains("nothing to set up", step.Detail, StringComparison.Ordinal);
    }

    private static StoreOptions Store(ScriptedAdmin server, string org = "acme") =>
        new() { Kind = StoreKinds.InfluxDb, Url = server.Url.AbsoluteUri, Org = org, Bucket = "llm", Token = "t" };
}
