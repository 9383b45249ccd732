using LlmSentinel.Core.Telemetry;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>From <c>Record</c> to the rows of servers that exist.</summary>
public sealed class RecordingTests
{
    [Fact]
    public async Task Record_Influxd_HasEveryExchangeOnce()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var store = new InfluxStore(server.Url);
        // Far more in a microsecond than clocks tell apart, all of the same tags.
        var exchanges = Points.Make(7_000, sameMicrosecond: 700);

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        var ids = (await server.QueryAsync("SELECT id FROM llm_exchange")).Select(p => p["id"].GetString()).ToList();
        Assert.Equal(exchanges.Select(e => e.Id.ToString()).Order(), ids.Order());
        Assert.Equal((7_000, 7_000, 0, 0), (store.Store.Written, store.Store.Delivered, store.Store.WaitingPoints, store.Store.Dropped));
        Assert.True(store.Store.Healthy, store.Store.Problem);
        Assert.StartsWith("InfluxDB 1.", store.Store.Server, StringComparison.Ordinal);
        Assert.Equal(7_000, store.Meters.Read(MetricNames.SpoolDelivered));
        Assert.Single(store.Logs, l => l.Id.Id == EventIds.ServerFound);
    }

    [Fact]
    public async Task Record_ServerDownAtStartAndKilledInBetween_LosesNothing()
    {
        await using var server = InfluxServer.Stopped();
        await using var store = new InfluxStore(server.Url);
        var exchanges = Points.Make(6_000);

        await store.RecordAsync(exchanges[..2_000]);
        await Eventually.TrueAsync(() => store.HasLogged(EventIds.DeliveryFailing), "the store says that the server is away");
        Assert.Equal((2_000, false), (store.Store.WaitingPoints, store.Store.Healthy));
        await server.RunAsync();
        await store.RecordAsync(exchanges[2_000..4_000]);
        await Eventually.TrueAsync(() => store.Store.Delivered > 0, "points arrive");
        await server.KillAsync();
        await store.RecordAsync(exchanges[4_000..]);
        await server.RunAsync();
        await store.DeliverAsync();

        Assert.Equal(6_000, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
        Assert.True(store.Store.Healthy, store.Store.Problem);
        Assert.True(store.HasLogged(EventIds.DeliveryRecovered));
        Assert.True(store.Store.Retries > 0);
    }

    [Fact]
    public async Task Record_ProcessEndsBeforeTheServerAnswers_NextOneDelivers()
    {
        await using var server = InfluxServer.Stopped();
        using var folder = new TempDirectory();
        var exchanges = Points.Make(3_000);
        await using (var first = new InfluxStore(server.Url, folder.File("spool")))
            await first.RecordAsync(exchanges);

        await server.RunAsync();
        await using var second = new InfluxStore(server.Url, folder.File("spool"));
        await Eventually.TrueAsync(() => second.Store.Delivered == 3_000, "what the first one left is delivered");

        Assert.Equal(3_000, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
    }

    [Fact]
    public async Task Record_FieldOfAnotherType_OnlyThatPointIsSetAside()
    {
        await using var server = await InfluxServer.StartAsync();
        var exchanges = Points.Make(2_000);
        await using var store = new InfluxStore(server.Url);
        // Somebody wrote the field as text in the hour of one exchange: a field has one type in each shard.
        var day = exchanges[0].StartedAt.AddDays(-30);
        var odd = exchanges[700] with { StartedAt = day };
        exchanges[700] = odd;
        Assert.Equal("", await server.WriteAsync("llm_exchange status=\"ok\" 1782000000000000000\n"u8.ToArray()));
        exchanges[700] = odd with { StartedAt = DateTimeOffset.FromUnixTimeSeconds(1_782_000_000) };

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal((1_999, 1), (store.Store.Delivered, store.Meters.Read(MetricNames.SpoolQuarantined, "type_conflict")));
        Assert.Equal(1_999, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
        var lines = await File.ReadAllLinesAsync(store.Quarantine);
        Assert.Equal(2, lines.Length);
        Assert.Matches("^# 20[0-9-]+T[0-9:]+Z type_conflict: status 400: partial write: field type conflict", lines[0]);
        Assert.Contains(odd.Id.ToString(), lines[1], StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Quarantine));
        Assert.True(store.Store.Healthy, store.Store.Problem);
    }

    [Fact]
    public async Task Record_PointsBeyondRetention_AreSetAsideAndCounted()
    {
        await using var server = await InfluxServer.StartAsync();
        await server.QueryAsync("CREATE RETENTION POLICY short ON sentinel DURATION 1h REPLICATION 1 DEFAULT");
        await using var store = new InfluxStore(server.Url);
        var now = TimeProvider.System.GetUtcNow();
        var exchanges = Points.Make(100).Index().Select(e => e.Item with { StartedAt = e.Index < 30 ? now.AddDays(-2) : now }).ToList();

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal((70, 30), (store.Store.Delivered, store.Meters.Read(MetricNames.SpoolQuarantined, "retention")));
        Assert.Equal(30, File.ReadLines(store.Quarantine).Count(l => !l.StartsWith('#')));
    }

    [Fact]
    public async Task Record_VictoriaMetrics_HasEveryExchange()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        await using var store = new InfluxStore(server.Url);

        await store.RecordAsync(Points.Make(500, step: TimeSpan.FromMilliseconds(1)));
        await store.DeliverAsync();

        Assert.Equal("VictoriaMetrics", store.Store.Server);
        var series = Assert.Single(await server.ExportAsync("llm_exchange_duration"));
        Assert.Equal(500, series.GetProperty("values").GetArrayLength());
    }
}
