using System.Globalization;
using System.Text.RegularExpressions;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Tests.Influx.Scripted;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx.Rollups;

/// <summary>When sums are written, and what is told when they are not.</summary>
public sealed partial class RollupRecorderTests
{
    // Time that is made to pass passes for requests under way as well.
    private static readonly InfluxStore.Settings Summing =
        new() { Org = ScriptedInflux.Org, Token = "t", Rollups = true, Timeout = TimeSpan.FromHours(1) };

    private readonly FakeTimeProvider _time = new(SampleExchange.Start);

    [Fact]
    public async Task Record_OpenHour_IsWrittenEachMinuteAsOnePointSoThatAKilledProcessLosesAMinute()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var killed = new InfluxStore(server.Url, time: _time, change: Summing with { Seed = 1 });
        for (var minute = 1; minute <= 3; minute++)
        {
            await killed.RecordAsync(Exchanges(5));
            _time.Advance(TimeSpan.FromSeconds(70));
            await UntilAsync(() => Hours(server).Sum() == 5 * minute);
        }

        Assert.Equal([15], Hours(server));

        // What comes now is not written any more by this one; the one that takes its place writes its own part.
        await using (var next = new InfluxStore(server.Url, time: _time, change: Summing with { Seed = 2 }))
            await next.RecordAsync(Exchanges(4));
        Assert.Equal([4, 15], Hours(server).Order());
    }

    [Fact]
    public async Task Record_HourThatIsOver_HasNoMoreThanWasRecorded()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, time: _time, change: Summing);
        await store.RecordAsync(Exchanges(5));
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => Hours(server).Sum() == 5);
        await store.RecordAsync(Exchanges(2));
        _time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => Hours(server).Sum() == 7);

        // An exchange that ends late is a part of its own.
        await store.RecordAsync(Exchanges(1).Select(e => e with { StartedAt = SampleExchange.Start }));
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => Hours(server).Sum() == 8);
        Assert.Equal([1, 7], Hours(server).Order());
    }

    [Fact]
    public async Task Start_SumsAnEarlierProcessLeft_AreDeliveredWithoutFurtherCalls()
    {
        await using var server = await ScriptedInflux.StartAsync();
        using var folder = new TempDirectory();
        server.HasBucket = false;
        await using (var earlier = new InfluxStore(server.Url, folder.File("spool"), _time, change: Summing))
        {
            await earlier.RecordAsync(Exchanges(5));
            _time.Advance(TimeSpan.FromMinutes(2));
            await UntilAsync(() => earlier.Store.Spools.All(s => s.Problem is not null));
        }

        server.HasBucket = true;
        await using var later = new InfluxStore(server.Url, folder.File("spool"), _time, change: Summing);
        await UntilAsync(() => Hours(server).Sum() == 5);
    }

    [Fact]
    public async Task Record_VictoriaMetricsKeepsWhatIsOverwritten_GetsAnHourOnceItIsOver()
    {
        await using var server = await ScriptedInflux.StartAsync(InfluxKind.VictoriaMetrics);
        await using var store = new InfluxStore(server.Url, time: _time, change: Summing with { Org = "" });
        await UntilAsync(() => store.Store.Spools.All(s => s.Server is not null));
        await store.RecordAsync(Exchanges(5));
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => store.Store.Spools[1].Delivered > 0);
        Assert.Empty(Hours(server));

        _time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => Hours(server).Sum() == 5);
    }

    [Fact]
    public async Task Spools_PoliciesOfSumsMissing_TellSoWhilePointsArrive()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var store = new InfluxStore(server.Url, time: _time, change: new() { Rollups = true, Timeout = TimeSpan.FromHours(1) });
        await store.RecordAsync(Exchanges(5));
        await store.DeliverAsync();
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => store.Store.Spools.Skip(1).All(s => s.Problem is not null));

        Assert.Equal(["points", "1m", "1h"], store.Store.Spools.Select(s => s.Destination));
        Assert.All(store.Store.Spools.Skip(1), s => Assert.Contains($"/{s.Destination}", s.Problem, StringComparison.Ordinal));
        Assert.True(store.Store.Healthy, store.Store.Problem);
        Assert.Equal((5, 1), (store.Meters.Read(MetricNames.SpoolDelivered, "points"), store.Meters.Read(MetricNames.StoreHealthy, "points")));
        foreach (var place in new[] { "1m", "1h" })
        {
            Assert.Equal((0, 1), (store.Meters.Read(MetricNames.StoreHealthy, place), store.Meters.Read(MetricNames.SpoolPoints, place)));
            Assert.True(store.Meters.Read(MetricNames.StoreWriteRetries, place) > 0);
        }
    }

    [Fact]
    public async Task Spools_FolderOfSumsCannotBeMade_TellsSoAndGoesOnWhenItCan()
    {
        await using var server = await ScriptedInflux.StartAsync();
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("spool-1h"), "in the way");
        await using var store = new InfluxStore(server.Url, folder.File("spool"), _time, change: Summing);
        await store.RecordAsync(Exchanges(5));
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => store.Store.Spools[1].Delivered == 1);

        Assert.Contains(folder.File("spool-1h"), store.Store.Spools[2].Problem, StringComparison.Ordinal);
        Assert.Null(store.Store.Spools[1].Problem);
        Assert.Single(store.Logs, l => l.Id.Id == EventIds.RollupsFailing);
        File.Delete(folder.File("spool-1h"));
        _time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => Hours(server).Sum() == 5);
        Assert.Null(store.Store.Spools[2].Problem);
    }

    [Fact]
    public async Task TextsCut_TextLongerThanServersTake_IsCounted()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: Summing with { Rollups = false });
        await store.RecordAsync(Exchanges(2).Select((e, i) => e with { ProviderRequestId = new string('x', i == 0 ? 70_000 : 7) }));

        Assert.Equal(1, store.Meters.Read(MetricNames.StoreTextsCut));
    }

    private IEnumerable<Exchange> Exchanges(int count) =>
        Enumerable.Range(0, count).Select(i => SampleExchange.Chat with { Id = Guid.CreateVersion7(), StartedAt = _time.GetUtcNow().AddMicroseconds(i) });

    /// <summary>Exchanges of each point of an hour the server has.</summary>
    private static List<long> Hours(ScriptedInflux server) =>
    [
        .. server.Points.Where(p => p.Key.StartsWith("llm_exchange_1h", StringComparison.Ordinal))
            .Select(p => long.Parse(ExchangesField().Match(p.Value).Groups[1].Value, CultureInfo.InvariantCulture)),
    ];

    // Batches are closed, and failures tried again, as time goes on.
    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return false;
        },
        "it happens as time goes on");

    [GeneratedRegex(@"\bexchanges=(\d+)i")]
    private static partial Regex ExchangesField();
}
