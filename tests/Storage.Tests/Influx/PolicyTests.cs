using LlmSentinel.Core.Recording;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>A bucket that names a retention policy: <c>database/policy</c>, on a real influxd.</summary>
public sealed class PolicyTests(SharedInfluxServer shared) : IClassFixture<SharedInfluxServer>
{
    [Fact]
    public async Task Record_DatabaseAndPolicy_IsWrittenThereAndReadFromThere()
    {
        var server = await shared.GetAsync();
        await server.QueryAsync("CREATE DATABASE calls; CREATE RETENTION POLICY \"long years\" ON calls DURATION INF REPLICATION 1");
        await using var store = new InfluxStore(server.Url, change: new InfluxStore.Settings { Bucket = "calls/long years" });
        await using var other = new InfluxStore(server.Url, change: new InfluxStore.Settings { Bucket = "calls" });
        var exchanges = Points.Make(300);

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal(300, (await server.QueryAsync("SELECT COUNT(id) FROM calls.\"long years\".llm_exchange", "calls"))[0]["count"].GetInt64());
        Assert.Empty(await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange", "calls"));
        var page = await store.Store.QueryAsync(new ExchangeQuery { Limit = 1000 }, default);
        Assert.Equal(exchanges.Select(e => e.Id).Order(), page.Items.Select(e => e.Id).Order());
        var query = new SummaryQuery { From = exchanges[0].StartedAt, GroupBy = SummaryGrouping.None };
        Assert.Equal(300, Assert.Single(await store.Store.SummarizeAsync(query, default)).Exchanges);
        Assert.Empty((await other.Store.QueryAsync(new ExchangeQuery(), default)).Items);
    }

    [Fact]
    public async Task Record_PolicyMissing_SaysHowToMakeItAndGoesOnWhenItIsThere()
    {
        var server = await shared.GetAsync();
        await server.QueryAsync("CREATE DATABASE early");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var store = new InfluxStore(
            server.Url, time: time, change: new InfluxStore.Settings { Bucket = "early/days", Timeout = TimeSpan.FromMinutes(10) });
        await store.RecordAsync(Points.Make(20));

        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(200), () => !store.Store.Healthy);
        Assert.Contains("'sentinel store init' makes it (status 500: retention policy not found: days)", store.Store.Problem, StringComparison.Ordinal);
        await server.QueryAsync("CREATE RETENTION POLICY days ON early DURATION INF REPLICATION 1");
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => store.Store.Delivered == 20);

        Assert.Equal(20, (await server.QueryAsync("SELECT COUNT(id) FROM early.days.llm_exchange", "early"))[0]["count"].GetInt64());
    }
}
