using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Tests.Influx.Scripted;
using LlmSentinel.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>What servers do to those who write, and what becomes of the points then.</summary>
public sealed class FaultTests
{
    // Time that is made to pass passes for requests under way as well.
    private static readonly InfluxStore.Settings V2 = new() { Org = ScriptedInflux.Org, Token = "s3cret-token", Timeout = TimeSpan.FromMinutes(10) };

    [Theory]
    [InlineData(InfluxKind.V2, "/api/v2/write?org=acme&bucket=sentinel&precision=ns", "Token s3cret-token")]
    [InlineData(InfluxKind.V3, "/api/v2/write?org=acme&bucket=sentinel&precision=ns", "Bearer s3cret-token")]
    [InlineData(InfluxKind.V1, "/write?db=sentinel&precision=ns", "Bearer s3cret-token")]
    public async Task Write_EachVersion_GoesWhereItsDocumentationSays(object kind, string target, string authorization)
    {
        await using var server = await ScriptedInflux.StartAsync((InfluxKind)kind);
        await using var store = new InfluxStore(server.Url, change: V2);

        await store.RecordAsync(Points.Make(3));
        await store.DeliverAsync();

        var write = Assert.Single(server.Writes);
        Assert.Equal((target, authorization, "gzip"), (write.RawTarget, write.Headers["Authorization"], write.Headers["Content-Encoding"]));
        Assert.Equal("\u001f\u008b", string.Concat(write.Body.Take(2).Select(b => (char)b)));
        Assert.Equal(3, server.Points.Count);
    }

    [Theory]
    [InlineData(429, false)]
    [InlineData(429, true)]
    [InlineData(503, false)]
    [InlineData(503, true)]
    public async Task Write_ServerAsksForTime_GetsIt(int status, bool asDate)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        server.Next(ScriptedInflux.Answer(
            status, asDate ? time.GetUtcNow().AddSeconds(40).ToString("r", CultureInfo.InvariantCulture) : "40"));
        await using var store = new InfluxStore(server.Url, time: time, change: V2);
        await store.RecordAsync(Points.Make(3));

        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(10), () => !store.Store.Healthy);
        time.Advance(TimeSpan.FromSeconds(35));
        await store.RecordAsync(Points.Make(1));
        Assert.Single(server.Writes);
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => store.Store.Delivered == 4);

        Assert.Contains("asks for time", Assert.Single(store.Logs, l => l.Id.Id == EventIds.DeliveryFailing).Message, StringComparison.Ordinal);
        Assert.True(store.Store.Healthy, store.Store.Problem);
        Assert.True(store.Store.Retries >= 1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Write_ServerFailsManyTimes_IsTriedUntilItTakesThem(int status)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        for (var i = 0; i < 30; i++)
            server.Next(ScriptedInflux.Answer(status, body: "<html>Bad things</html>"));
        await using var store = new InfluxStore(server.Url, time: time, change: V2);

        await store.RecordAsync(Points.Make(100));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => store.Store.Delivered == 100);

        Assert.Equal(100, server.Points.Count);
        Assert.True(server.Writes.Count > 30 && store.Store.Retries >= 30);
        Assert.True(store.HasLogged(EventIds.DeliveryFailing) && store.HasLogged(EventIds.DeliveryRecovered));
    }

    [Fact]
    public async Task Write_TokenRotatedInItsFile_GoesOnWithTheNewOne()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("token"), "old-token\n");
        await using var server = await ScriptedInflux.StartAsync();
        server.Token = "old-token";
        await using var store = new InfluxStore(server.Url, time: time, change: V2 with { Token = "", TokenFile = folder.File("token") });
        await store.RecordAsync(Points.Make(3));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => store.Store.Delivered == 3);

        server.Token = "new-token";
        await store.RecordAsync(Points.Make(4));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => !store.Store.Healthy);
        Assert.Contains("does not accept store.token, store.tokenFile", store.Store.Problem, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("token"), "new-token\n");
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => store.Store.Delivered == 7);

        Assert.True(store.Store.Healthy, store.Store.Problem);
        Assert.DoesNotContain(store.Logs, l => l.Message.Contains("-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_BucketMissing_SaysHowToMakeItAndGoesOnWhenItIsThere()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        server.HasBucket = false;
        await using var store = new InfluxStore(server.Url, time: time, change: V2);
        await store.RecordAsync(Points.Make(3));

        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => !store.Store.Healthy);
        Assert.Contains("'sentinel store init' makes it (status 404: bucket \"sentinel\" not found)", store.Store.Problem, StringComparison.Ordinal);
        Assert.Equal(3, store.Store.WaitingPoints);
        server.HasBucket = true;
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => store.Store.Delivered == 3);

        Assert.Equal((3, 0), (server.Points.Count, store.Store.WaitingPoints));
    }

    [Fact]
    public async Task Write_OrganizationNotConfigured_SaysSoAndSendsNothing()
    {
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, change: V2 with { Org = "" });

        await store.RecordAsync(Points.Make(3));

        await Eventually.TrueAsync(() => store.Store.Problem?.Contains("store.org is missing", StringComparison.Ordinal) == true, "the store names the key");
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task Write_ServerReplacedByOtherVersions_IsFoundOutAndGoesOn()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync(InfluxKind.V1);
        await using var store = new InfluxStore(server.Url, time: time, change: V2);
        var exchanges = Points.Make(9);
        foreach (var (kind, i) in new[] { (InfluxKind.V1, 0), (InfluxKind.V2, 3), (InfluxKind.V1, 6) })
        {
            server.Kind = kind;
            await store.RecordAsync(exchanges[i..(i + 3)]);
            await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => store.Store.Delivered == i + 3);
        }

        Assert.Equal(9, server.Points.Count);
        Assert.Equal(
            ["InfluxDB 1.8.10 (OSS)", "InfluxDB v2.7.11 (OSS)", "InfluxDB 1.8.10 (OSS)"],
            store.Logs.Where(l => l.Id.Id == EventIds.ServerFound).Select(l => l.GetStructuredStateValue("Server")));
    }

    [Fact]
    public async Task Write_ServerDoesNotAnswer_IsGivenUpAfterTheTimeoutAndSentAgain()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        server.Next(async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        });
        await using var store = new InfluxStore(server.Url, time: time, change: V2 with { Timeout = TimeSpan.FromSeconds(10) });
        await store.RecordAsync(Points.Make(3));

        await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(200), () => store.HasLogged(EventIds.DeliveryFailing));
        Assert.Contains(store.Logs, l => l.Message.Contains("did not answer within 10 s", StringComparison.Ordinal));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => store.Store.Delivered == 3);

        Assert.Equal(3, server.Points.Count);
    }

    [Fact]
    public async Task Write_ConnectionCut_BeforeAndAfterTheServerTookThem_EndsWithEachPointOnce()
    {
        await using var server = await ScriptedInflux.StartAsync();
        server.Next(
            static context =>
            {
                context.Abort();
                return Task.FromResult(true);
            },
            static async context =>
            {
                await context.Request.Body.ReadExactlyAsync(new byte[10]);
                context.Abort();
                return true;
            });
        await using var store = new InfluxStore(server.Url, change: V2);

        await store.RecordAsync(Points.Make(500));
        await store.DeliverAsync();

        Assert.Equal((500, 500), (server.Points.Count, store.Store.Delivered));
    }

    [Theory]
    [InlineData(InfluxKind.V2)]
    [InlineData(InfluxKind.V3)]
    public async Task Write_SomePointsRefused_TheOthersArrive(object kind)
    {
        await using var server = await ScriptedInflux.StartAsync((InfluxKind)kind);
        server.IsBad = line => line.Contains("status=418i", StringComparison.Ordinal);
        await using var store = new InfluxStore(server.Url, change: V2);
        var exchanges = Points.Make(1_000).Index().Select(e => e.Index % 200 == 7 ? e.Item with { Status = 418 } : e.Item);

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal((995, 995), (server.Points.Count, store.Store.Delivered));
        Assert.Equal(5, store.Meters.Read(MetricNames.SpoolQuarantined));
        Assert.Equal(5, File.ReadLines(store.Quarantine).Count(l => l.Contains("status=418i", StringComparison.Ordinal)));
        Assert.True(store.HasLogged(EventIds.PointsQuarantined));
    }

    [Fact]
    public async Task Write_SomePointsOfAnotherType_422_OnlyTheseAreSetAside()
    {
        await using var server = await ScriptedInflux.StartAsync();
        server.IsConflict = line => line.Contains("status=418i", StringComparison.Ordinal);
        await using var store = new InfluxStore(server.Url, change: V2);
        var exchanges = Points.Make(500).Index().Select(e => e.Item with { Status = e.Index % 100 == 7 ? 418 : 200 });

        await store.RecordAsync(exchanges);
        await store.DeliverAsync();

        Assert.Equal((495, 495), (server.Points.Count, store.Store.Delivered));
        Assert.Equal(5, store.Meters.Read(MetricNames.SpoolQuarantined, "type_conflict"));
        var lines = await File.ReadAllLinesAsync(store.Quarantine);
        Assert.Equal(5, lines.Count(l => l.Contains("status=418i", StringComparison.Ordinal)));
        Assert.Equal(10, lines.Length);
        Assert.Matches("^# 20[0-9-]+T[0-9:]+Z type_conflict: status 422: .*field type conflict", lines[0]);
        Assert.True(store.Store.Healthy, store.Store.Problem);
    }

    [Theory]
    [InlineData(301, "")]
    [InlineData(400, "<html>400 Bad Request: the plain HTTP request was sent to an HTTPS port</html>")]
    [InlineData(405, "")]
    public async Task Write_AnswerOfSomethingElse_SetsNothingAside(int status, string body)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ScriptedInflux.StartAsync();
        server.Next(ScriptedInflux.Answer(status, body: body));
        await using var store = new InfluxStore(server.Url, time: time, change: V2);

        await store.RecordAsync(Points.Make(3));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => store.HasLogged(EventIds.DeliveryFailing));
        Assert.Contains(store.Logs, l => l.Message.Contains("is store.url right?", StringComparison.Ordinal));
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(10), () => store.Store.Delivered == 3);

        Assert.False(File.Exists(store.Quarantine));
    }

    [Fact]
    public async Task Write_EndlessErrorBody_IsNotReadToItsEnd()
    {
        await using var server = await ScriptedInflux.StartAsync();
        server.Next(static async context =>
        {
            context.Response.StatusCode = 500;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
            return true;
        });
        await using var store = new InfluxStore(server.Url, change: V2);

        await store.RecordAsync(Points.Make(3));
        await store.DeliverAsync();

        Assert.Equal(3, server.Points.Count);
        Assert.All(store.Logs, l => Assert.InRange(l.Message.Length, 1, 700));
    }

    [Fact]
    public async Task Write_ServersClockIsOff_SaysSoOnceAndMeasuresIt()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-10));
        await using var server = await ScriptedInflux.StartAsync();
        await using var store = new InfluxStore(server.Url, time: time, change: V2);

        foreach (var exchange in Points.Make(3))
        {
            await store.RecordAsync(exchange);
            var before = store.Store.Delivered;
            await time.AdvanceUntilAsync(TimeSpan.FromMilliseconds(20), () => store.Store.Delivered > before);
        }

        Assert.Single(store.Logs, l => l.Id.Id == EventIds.ClocksDiffer);
        Assert.InRange(store.Meters.Read(MetricNames.StoreClockAhead), 500, 610);
    }
}
