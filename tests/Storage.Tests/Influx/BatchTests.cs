using System.Text;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Tests.Influx.Scripted;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>How points are gathered to requests.</summary>
public sealed class BatchTests
{
    private static readonly InfluxStore.Settings V2 = new() { Org = ScriptedInflux.Org };

    [Fact]
    public async Task Batch_ManyPoints_HasAtMostSoManyAndUsesTheRoom()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: V2 with { Lines = 3_000, Age = TimeSpan.FromMinutes(10) });

        await store.RecordAsync(Points.Make(10_000));
        await store.DeliverAsync();

        Assert.Equal(10_000, server.Points.Count);
        Assert.All(server.Batches, lines => Assert.InRange(lines, 1, 3_000));
        Assert.InRange(server.Batches.Count, 4, 8);
    }

    [Fact]
    public async Task Batch_FewLines_AreSplitToThem()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: V2 with { Lines = 7 });

        await store.RecordAsync(Points.Make(100));
        await store.DeliverAsync();

        Assert.Equal(100, server.Points.Count);
        Assert.All(server.Batches, lines => Assert.InRange(lines, 1, 7));
    }

    [Fact]
    public async Task Batch_Bytes_AreNotExceeded()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: V2 with { Bytes = 65_536 });

        await store.RecordAsync(Points.Make(1_000));
        await store.DeliverAsync();

        var line = Encoding.UTF8.GetByteCount(server.Points.Values.First());
        Assert.Equal(1_000, server.Points.Count);
        Assert.All(server.Batches, lines => Assert.InRange(lines, 1, 65_536 / line));
    }

    [Fact]
    public async Task Batch_FewPoints_WaitForTheAgeAndNoLonger()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, time: time, change: V2 with { Age = TimeSpan.FromSeconds(5) });
        await Eventually.TrueAsync(() => store.Store.Server is not null, "the server is known");

        await store.RecordAsync(Points.Make(10));
        await Eventually.TrueAsync(
            () =>
            {
                if (server.Batches.Count > 0)
                    return true;
                time.Advance(TimeSpan.FromMilliseconds(250));
                return false;
            },
            "the points are sent");

        Assert.InRange(time.GetUtcNow() - time.Start, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        Assert.Equal([10], server.Batches);
    }

    [Fact]
    public async Task Batch_ServerTakesSmallerOnesOnly_AreSplitAndStaySmall()
    {
        await using var server = await ScriptedInflux.StartAsync();
        server.MostBytes = 16_384;
        await using var store = new InfluxStore(server.Url, change: V2);

        await store.RecordAsync(Points.Make(4_000));
        await store.DeliverAsync();
        var requests = server.Writes.Count;
        await store.RecordAsync(Points.Make(8_000)[4_000..]);
        await store.DeliverAsync();

        Assert.Equal(8_000, server.Points.Count);
        Assert.True(store.HasLogged(EventIds.BatchTooLarge));
        Assert.All(server.Writes.Skip(requests), w => Assert.InRange(w.BodyLength, 1, 16_384));
        Assert.Equal(0, store.Meters.Read(MetricNames.SpoolQuarantined));
    }

    [Fact]
    public async Task Batch_OnePointLargerThanTheServerTakes_IsSetAsideAlone()
    {
        await using var server = await ScriptedInflux.StartAsync();
        server.MostBytes = 8_192;
        await using var store = new InfluxStore(server.Url, change: V2);
        var exchanges = Points.Make(300);
        exchanges[100] = exchanges[100] with { ResponseId = new string(new Random(1).GetItems("abcdefghijklmnopqrstuvwxyz0123456789".AsSpan(), 60_000)) };

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal((299, 299), (server.Points.Count, store.Store.Delivered));
        Assert.Equal(1, store.Meters.Read(MetricNames.SpoolQuarantined, "too_large"));
        Assert.Contains(exchanges[100].Id.ToString(), await File.ReadAllTextAsync(store.Quarantine), StringComparison.Ordinal);
        Assert.True(store.Store.Healthy, store.Store.Problem);
    }

    [Fact]
    public async Task Wire_TypicalExchanges_TakeFewBytes()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: V2);
        var random = new Random(7);
        var exchanges = Points.Make(5_000, step: TimeSpan.FromMilliseconds(3)).Select(e => e with
        {
            TraceId = null,
            ParentSpanId = null,
            RateLimit = null,
            Timing = e.Timing with { Duration = TimeSpan.FromMicroseconds(random.Next(200_000, 9_000_000)) },
            Usage = e.Usage with { InputTotal = random.Next(50, 5_000), OutputTotal = random.Next(10, 900) },
        });

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.InRange(server.Writes.Sum(w => w.BodyLength) / 5_000.0, 20, 150);
    }
}
