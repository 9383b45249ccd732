using System.Text.Json;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>Points as a real server takes them and gives them back.</summary>
public sealed class ExchangeLineTests
{
    private const long Time = 1_790_000_000_123_456_789;

    [Fact]
    public async Task Write_FullExchange_ComesBackWithTypesAndValues()
    {
        await using var server = await InfluxServer.StartAsync();
        var exchange = Exchanges.Sample;

        Assert.Equal("", await server.WriteAsync(Line(exchange)));

        var point = Assert.Single(await server.QueryAsync("SELECT * FROM llm_exchange"));
        Assert.Equal(Time, point["time"].GetInt64());
        Assert.Equal(
            (exchange.App, exchange.ResponseModel, exchange.Operation, "ok", exchange.Upstream),
            (Text("app"), Text("model"), Text("operation"), Text("outcome"), Text("upstream")));
        Assert.Equal(exchange.Id.ToString(), Text("id"));
        Assert.Equal((2.5, 0.45, 0.00012), (Number("duration"), Number("time_to_first_token"), Number("added_request")));
        Assert.Equal((1000, 600, 200), (Number("input_tokens"), Number("cache_read_tokens"), Number("output_tokens")));
        Assert.Equal((0.00123, "catalogue", "openai/gpt-5.4"), (Number("cost"), Text("cost_source"), Text("price_id")));
        Assert.Equal((1, 200, 28_800), (Number("schema"), Number("status"), Number("remaining_tokens")));
        Assert.True(point["streamed"].GetBoolean());
        Assert.Equal("stop", Text("finish_reason"));

        var kinds = (await server.QueryAsync("SHOW FIELD KEYS FROM llm_exchange"))
            .ToDictionary(k => k["fieldKey"].GetString()!, k => k["fieldType"].GetString());
        Assert.Equal(("float", "integer", "float", "string"), (kinds["duration"], kinds["input_tokens"], kinds["cost"], kinds["id"]));

        string? Text(string name) => point[name].GetString();
        double Number(string name) => point[name].GetDouble();
    }

    [Fact]
    public async Task Write_AnyExchange_IsTakenAsOnePoint()
    {
        await using var server = await InfluxServer.StartAsync();
        var lines = new LineBuffer();
        var exchanges = new List<Exchange>();
        for (var i = 0; i < 300; i++)
        {
            var exchange = CsCheck.Check.Single(RandomExchange.Any);
            exchanges.Add(exchange);
            ExchangeLine.Write(lines, exchange, Time + i);
        }

        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));

        var points = await server.QueryAsync("SELECT id, input_tokens, app, request_model FROM llm_exchange ORDER BY time");
        Assert.Equal(exchanges.Select(e => e.Id.ToString()), points.Select(p => p["id"].GetString()));
        Assert.Equal(exchanges.Select(e => e.Usage.InputTotal), points.Select(p => Whole(p["input_tokens"])));

        static long? Whole(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();
    }

    [Fact]
    public async Task Write_EveryShape_IsTheDocumentedSchema()
    {
        await using var server = await InfluxServer.StartAsync();
        var lines = new LineBuffer();
        for (var i = 0; i < 500; i++)
            ExchangeLine.Write(lines, CsCheck.Check.Single(RandomExchange.Any), Time + i);

        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));

        var fields = (await server.QueryAsync($"SHOW FIELD KEYS FROM {ExchangePoints.Measurement}"))
            .Select(k => (Name: k["fieldKey"].GetString()!, Type: k["fieldType"].GetString()!));
        var tags = (await server.QueryAsync($"SHOW TAG KEYS FROM {ExchangePoints.Measurement}"))
            .Select(k => (Name: k["tagKey"].GetString()!, Type: PointTypes.Tag));
        Assert.Equal(ExchangePoints.Columns.Select(c => (c.Name, c.Type)).Order(), fields.Concat(tags).Order());
    }

    private static ReadOnlyMemory<byte> Line(Exchange exchange)
    {
        var lines = new LineBuffer();
        ExchangeLine.Write(lines, exchange, Time);
        return lines.Written.ToArray();
    }
}
