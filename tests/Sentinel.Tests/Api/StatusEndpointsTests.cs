using System.Net;
using System.Text.Json;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Api;

public class StatusEndpointsTests
{
    [Fact]
    public async Task Status_QueuesDropsStoreAndDestinations()
    {
        await using var host = await AdminTestHost.StartAsync(upstreams: new Upstreams());
        host.Sources.InFlight.For("openai").Enter();
        host.Sources.Drops.Add("capture", DropReasons.Full, 4);
        host.Sources.Observe(new QueueGauge("capture", () => 3, () => 16));
        host.Sources.Observe(new BrokenStore());
        host.Clock.Advance(TimeSpan.FromSeconds(90));

        var (status, json) = await host.GetAsync("/api/status");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(SentinelMetrics.Version, json.GetProperty("version").GetString());
        Assert.Equal("starting", json.GetProperty("state").GetString());
        Assert.Equal(90_000, json.GetProperty("uptimeMs").GetDouble());
        Assert.Equal(1, json.GetProperty("inFlight").GetInt64());
        Assert.Equal(1, json.GetProperty("inFlightByUpstream").GetProperty("openai").GetInt64());
        Assert.Equal("""[{"name":"capture","depth":3,"capacity":16},{"name":"sqlite","depth":9,"capacity":10}]""", json.GetProperty("queues").GetRawText());
        Assert.Equal("""[{"queue":"capture","reason":"full","count":4}]""", json.GetProperty("drops").GetRawText());
        Assert.Equal(
            """[{"name":"sqlite","healthy":false,"problem":"disk full","written":5,"dropped":1,"sizeBytes":4096,"delivery":null,"sums":[]}]""",
            json.GetProperty("stores").GetRawText());
        Assert.Equal(
            """[{"upstream":"openai","name":"a","address":"https://api.openai.com","activeHealth":"healthy","passiveHealth":"unknown","inFlight":1}]""",
            json.GetProperty("destinations").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("captureUsedBytes").ValueKind);
    }

    [Fact]
    public async Task Status_StoreWithSumsThatDoNotArrive_TellsWhichAndWhy()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Sources.Observe(new ServerStore());

        var store = (await host.GetAsync("/api/status")).Json.GetProperty("stores")[0];

        Assert.True(store.GetProperty("healthy").GetBoolean());
        Assert.Equal(100, store.GetProperty("delivery").GetProperty("waitingPoints").GetInt64());
        Assert.Equal(
            [("1m", null, 7), ("1h", "no such bucket", 7)],
            store.GetProperty("sums").EnumerateArray().Select(s => (
                s.GetProperty("destination").GetString(), s.GetProperty("problem").GetString(), s.GetProperty("delivery").GetProperty("waitingPoints").GetInt64())));
        using var metrics = await host.Client.GetAsync("/metrics");
        var text = await metrics.Content.ReadAsStringAsync();
        Assert.Contains("llmsentinel_store_healthy{store=\"influxdb\",destination=\"points\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_store_healthy{store=\"influxdb\",destination=\"1h\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_spool_dropped_total{store=\"influxdb\",destination=\"1m\",reason=\"full\"} 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_StartingReadyDraining_OnlyReadyIs200()
    {
        await using var host = await AdminTestHost.StartAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "starting"), await ReadyAsync());
        host.Readiness.MarkReady();
        Assert.Equal((HttpStatusCode.OK, "ready"), await ReadyAsync());
        host.Sources.Observe(new BrokenStore());
        Assert.Equal((HttpStatusCode.OK, "ready"), await ReadyAsync());
        host.Readiness.MarkDraining();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await ReadyAsync());
        host.Readiness.MarkReady();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await ReadyAsync());
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/healthz")).Status);

        async Task<(HttpStatusCode, string?)> ReadyAsync()
        {
            var (status, json) = await host.GetAsync("/readyz");
            return (status, json.GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Metrics_RecordedExchange_InPrometheusText()
    {
        await using var host = await AdminTestHost.StartAsync();
        foreach (var sink in host.Sinks)
            sink.Record(SampleExchange.Chat);

        using var response = await host.Client.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("llmsentinel_exchanges_total{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_WithSecretsOfEveryKind_EveryKeyAndNoSecret()
    {
        const string Yaml = """
            admin:
              token: secret-admin
            proxy:
              appHashKey: secret-hash-key-of-32-characters
            upstreams:
              openai:
                apiKey: secret-api-key
            telemetry:
              otlp:
                headers:
                  authorization: secret-otlp
            """;
        var loaded = new ConfigurationLoader(new Dictionary<string, string>(), Environment.CurrentDirectory).LoadText(Yaml);
        Assert.Empty(loaded.Errors);
        await using var host = await AdminTestHost.StartAsync(configuration: loaded.Snapshot!.WriteTo);

        var (status, json) = await host.GetAsync("/api/config");

        Assert.Equal(HttpStatusCode.OK, status);
        var keys = json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetString()).ToList();
        Assert.Contains("admin.token", keys);
        Assert.Contains("upstreams.openai.apiKey", keys);
        Assert.DoesNotContain("secret-", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_LinksThatAllLeadSomewhere()
    {
        await using var host = await AdminTestHost.StartAsync();
        host.Readiness.MarkReady();
        var page = await host.Client.GetStringAsync("/");

        var links = System.Text.RegularExpressions.Regex.Matches(page, "href=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.InRange(links.Count, 8, 20);
        foreach (var link in links)
        {
            using var response = await host.Client.GetAsync("/" + link);
            Assert.True(response.IsSuccessStatusCode, link);
        }
    }

    [Fact]
    public async Task UnknownPath_ProblemDetails()
    {
        await using var host = await AdminTestHost.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/api/nothing.json")).Status);
    }

    [Fact]
    public async Task OpenApi_ListsEveryRouteWithItsParametersAndAnswers()
    {
        await using var host = await AdminTestHost.StartAsync();

        var (status, json) = await host.GetAsync("/openapi/v1.json");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("3.", json.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = json.GetProperty("paths");
        Assert.Equal(
            ["/api/config", "/api/exchanges", "/api/exchanges/{id}", "/api/samples", "/api/samples/{id}", "/api/status", "/api/summary", "/healthz", "/metrics", "/readyz"],
            paths.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var path in paths.EnumerateObject())
        {
            var get = path.Value.GetProperty("get");
            Assert.NotEmpty(get.GetProperty("summary").GetString()!);
            Assert.True(get.GetProperty("responses").TryGetProperty("200", out var ok) && ok.TryGetProperty("content", out _), path.Name);
        }

        var parameters = paths.GetProperty("/api/exchanges").GetProperty("get").GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(
            ["app", "cursor", "from", "limit", "model", "operation", "outcome", "streamed", "to", "upstream"],
            parameters.Select(p => p.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.All(parameters, p => Assert.NotEmpty(p.GetProperty("description").GetString()!));
        Assert.Contains("rate_limited", parameters.Single(p => p.GetProperty("name").GetString() == "outcome").GetRawText(), StringComparison.Ordinal);
        var metrics = paths.GetProperty("/metrics").GetProperty("get");
        Assert.Contains("OpenMetrics", metrics.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["application/openmetrics-text", "text/plain"],
            metrics.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
        var exchange = json.GetProperty("components").GetProperty("schemas").GetProperty("ExchangeView").GetProperty("properties");
        Assert.Equal("Model the client asked for.", exchange.GetProperty("requestModel").GetProperty("description").GetString());
    }

    private sealed class BrokenStore : IStoreStatus
    {
        public string Name => "sqlite";
        public bool Healthy => false;
        public string? Problem => "disk full";
        public long Written => 5;
        public long Dropped => 1;
        public long QueueDepth => 9;
        public long QueueCapacity => 10;
        public long? SizeBytes => 4096;
    }

    private sealed class ServerStore : IStoreStatus
    {
        public string Name => "influxdb";
        public bool Healthy => true;
        public string? Problem => null;
        public long Written => 5;
        public long Dropped => 0;
        public long QueueDepth => 0;
        public long QueueCapacity => 10;
        public long? SizeBytes => 4096;
        public IReadOnlyList<ISpoolStatus> Spools => [new Spool("points", null, 100), new Spool("1m", null, 7), new Spool("1h", "no such bucket", 7)];
    }

    private sealed record Spool(string Destination, string? Problem, long WaitingPoints) : ISpoolStatus
    {
        public string Name => "influxdb";
        public string? Server => "InfluxDB 1.8.10";
        public long WaitingBytes => 4096;
        public TimeSpan? OldestAge => null;
        public long Delivered => 1;
        public IReadOnlyList<ReasonCount> Lost => [new("full", 3)];
        public IReadOnlyList<ReasonCount> Quarantined => [];
        public long Retries => 2;
        public TimeSpan? ClockAhead => null;
    }

    private sealed class Upstreams : IUpstreamStatus
    {
        public IReadOnlyList<DestinationStatus> GetDestinations() => [new("openai", "a", "https://api.openai.com", "healthy", "unknown", 1)];
    }
}
