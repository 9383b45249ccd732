using System.Text.Json;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

/// <summary>What a receiver by somebody else understands of what is pushed, held against the GenAI conventions v1.41.0.</summary>
[Collection(OtlpPushTests.Collection)]
public sealed class OtlpConventionTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";

    // A push takes in what other tests of this process measure meanwhile.
    private const string ResponseModel = "held-against-the-conventions";

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Push_ToAnotherReceiver_IsUnderstoodAsTheConventionsSay(string protocol)
    {
        await using var collector = await NodeCollector.StartAsync();
        using var host = await OtlpPushTests.StartAsync(new OtlpOptions
        {
            Endpoint = protocol == "grpc" ? collector.Grpc : collector.Http,
            Protocol = protocol,
            Headers = new() { ["Authorization"] = "Bearer secret" },
            Interval = TimeSpan.FromMilliseconds(200),
        });

        foreach (var sink in host.Services.GetServices<IExchangeSink>())
            sink.Record(SampleExchange.Chat with { ResponseModel = ResponseModel, TraceId = TraceId, ParentSpanId = SpanId, ParentSampled = true });
        await Eventually.TrueAsync(
            () => Spans(collector).Any() && Metrics(collector).Any(metric => Name(metric) == "gen_ai.client.operation.duration" && Points(metric).Any()), "both were pushed", TimeSpan.FromMinutes(1));

        Assert.All(collector.Requests, request => Assert.Equal(
            (protocol == "grpc" ? "grpc" : "http", "Bearer secret"), (request.GetProperty("transport").GetString(), request.GetProperty("authorization").GetString())));
        CheckSpan(Spans(collector).First());
        CheckMetrics([.. Metrics(collector)]);
    }

    private static void CheckSpan(JsonElement span)
    {
        Assert.Equal("chat gpt-5.4", Name(span));
        Assert.Equal("SPAN_KIND_CLIENT", span.GetProperty("kind").GetString());
        Assert.Equal((TraceId, SpanId), (span.GetProperty("traceId").GetString(), span.GetProperty("parentSpanId").GetString()));
        var attributes = Attributes(span);
        Assert.Equal("chat", attributes["gen_ai.operation.name"]);
        Assert.Equal("openai", attributes["gen_ai.provider.name"]);
        Assert.Equal("gpt-5.4", attributes["gen_ai.request.model"]);
        Assert.Equal(ResponseModel, attributes["gen_ai.response.model"]);
        Assert.Equal("chatcmpl-1", attributes["gen_ai.response.id"]);
        Assert.Equal("[stop]", attributes["gen_ai.response.finish_reasons"]);
        Assert.Equal("1000", attributes["gen_ai.usage.input_tokens"]);
        Assert.Equal("200", attributes["gen_ai.usage.output_tokens"]);
        Assert.Equal("600", attributes["gen_ai.usage.cache_read.input_tokens"]);
        Assert.Equal("api.openai.com", attributes["server.address"]);
        Assert.Equal("443", attributes["server.port"]);
    }

    private static void CheckMetrics(IReadOnlyList<JsonElement> metrics)
    {
        var duration = metrics.First(metric => Name(metric) == "gen_ai.client.operation.duration" && Points(metric).Any());
        Assert.Equal("s", duration.GetProperty("unit").GetString());
        Assert.Equal(Cumulative, duration.GetProperty("histogram").GetProperty("aggregationTemporality").GetString());
        var point = Assert.Single(Points(duration));
        Assert.Equal(2.5, point.GetProperty("sum").GetDouble());
        Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], Bounds(point));
        Assert.Equal("chat", Attributes(point)["gen_ai.operation.name"]);
        Assert.Equal("openai", Attributes(point)["gen_ai.provider.name"]);

        var tokens = metrics.First(metric => Name(metric) == "gen_ai.client.token.usage" && Points(metric).Any());
        Assert.Equal("{token}", tokens.GetProperty("unit").GetString());
        var points = Points(tokens).ToList();
        Assert.Equal(["input:1000", "output:200"], points.Select(p => $"{Attributes(p)["gen_ai.token.type"]}:{p.GetProperty("sum").GetDouble()}").Order());
        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], Bounds(points[0]));

        var exchanges = metrics.First(metric => Name(metric) == "llmsentinel.exchanges").GetProperty("sum");
        Assert.True(exchanges.GetProperty("isMonotonic").GetBoolean());
        Assert.Equal(Cumulative, exchanges.GetProperty("aggregationTemporality").GetString());
    }

    private const string Cumulative = "AGGREGATION_TEMPORALITY_CUMULATIVE";

    private static IEnumerable<JsonElement> Points(JsonElement histogram) => histogram.GetProperty("histogram").GetProperty("dataPoints").EnumerateArray()
        .Where(point => Attributes(point).GetValueOrDefault("gen_ai.response.model") == ResponseModel);

    private static string Name(JsonElement named) => named.GetProperty("name").GetString()!;

    private static IEnumerable<double> Bounds(JsonElement point) => point.GetProperty("explicitBounds").EnumerateArray().Select(bound => bound.GetDouble());

    private static IEnumerable<JsonElement> Spans(NodeCollector collector) => Items(collector, "traces", "resourceSpans", "scopeSpans", "spans");

    private static IEnumerable<JsonElement> Metrics(NodeCollector collector) => Items(collector, "metrics", "resourceMetrics", "scopeMetrics", "metrics");

    private static IEnumerable<JsonElement> Items(NodeCollector collector, string signal, string resources, string scopes, string items) =>
        from request in collector.Requests
        where request.GetProperty("signal").GetString() == signal
        from resource in List(request.GetProperty("message"), resources)
        where Attributes(resource.GetProperty("resource"))["service.name"] == "llm-sentinel"
        from scope in List(resource, scopes)
        from item in List(scope, items)
        select item;

    // An empty list is not written: a push may come before anything was measured.
    private static JsonElement[] List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private static Dictionary<string, string> Attributes(JsonElement element) => element.GetProperty("attributes").EnumerateArray()
        .ToDictionary(attribute => attribute.GetProperty("key").GetString()!, attribute => Value(attribute.GetProperty("value")));

    private static string Value(JsonElement value) => value.TryGetProperty("arrayValue", out var array)
        ? $"[{string.Join(", ", array.GetProperty("values").EnumerateArray().Select(Value))}]"
        : value.EnumerateObject().First().Value.ToString();
}
