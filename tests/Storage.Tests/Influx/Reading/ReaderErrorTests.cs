using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Reading;
using LlmSentinel.Testing.Http;
using LlmSentinel.Testing.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Influx.Reading;

/// <summary>What a reader hears of a server in trouble: one line that is safe to show, and what it is about.</summary>
public sealed class ReaderErrorTests
{
    private const string Token = "s3cr3t-t0k3n";

    [Fact]
    public async Task QueryAsync_ServerAway_SaysSo() => await FailsAsync("http://127.0.0.1:9", "127.0.0.1:9 cannot be reached");

    [Fact]
    public async Task QueryAsync_NoSuchDatabase_SaysSo()
    {
        await using var server = await InfluxServer.StartAsync();

        await FailsAsync(server.Url, "database not found: nowhere", "nowhere");
    }

    [Theory]
    [InlineData(401, "{\"code\":\"unauthorized\",\"message\":\"unauthorized access\"}", "401")]
    [InlineData(404, "{\"code\":\"not found\",\"message\":\"no dbrp mapping found\"}", "no dbrp mapping found")]
    [InlineData(502, "<html>\n<h1>Bad gateway</h1>", "502")]
    [InlineData(200, "{\"results\":[{\"statement_id\":0,\"error\":\"timeout\\nreached\"}]}", "timeout reached")]
    [InlineData(200, "{\"results\":[{\"series\":[{\"name\":\"llm_", "broke off")]
    public async Task QueryAsync_ServerRefuses_SaysWhyInOneLine(int status, string body, string says)
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });

        await FailsAsync(server.BaseAddress.AbsoluteUri, says);
    }

    [Fact]
    public async Task QueryAsync_VictoriaMetrics_SaysThatItIsForWritingOnly()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();

        await FailsAsync(server.Url, "cannot be asked");
    }

    [Fact]
    public async Task QueryAsync_AnswerThatNeverEnds_IsGivenUpInTime()
    {
        await using var server = await ServerAsync(NeverEndAsync);
        var time = new FakeTimeProvider();
        using var reader = new InfluxExchangeReader(Client(server.BaseAddress.AbsoluteUri), time, ownsClient: true);

        var read = reader.QueryAsync(new ExchangeQuery(), default);
        await server.RequestAsync(2);
        time.Advance(InfluxExchangeReader.TimeLimit);

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => read);
        Assert.Contains("30 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAsync_Cancelled_EndsTheRequest()
    {
        await using var server = await ServerAsync(NeverEndAsync);
        using var reader = new InfluxExchangeReader(Client(server.BaseAddress.AbsoluteUri), TimeProvider.System, ownsClient: true);
        using var cancel = new CancellationTokenSource();

        var read = reader.QueryAsync(new ExchangeQuery(), cancel.Token);
        var request = await server.RequestAsync(2);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await request.Aborted;
    }

    internal static InfluxClient Client(string url, string database = InfluxServer.Database) => new(
        new StoreOptions { Kind = StoreKinds.InfluxDb, Url = url, Bucket = database, Token = Token }, TimeProvider.System);

    private static async Task FailsAsync(string url, string says, string database = InfluxServer.Database)
    {
        using var reader = new InfluxExchangeReader(Client(url, database), TimeProvider.System, ownsClient: true);

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => reader.QueryAsync(new ExchangeQuery(), default));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain(Token, e.Message, StringComparison.Ordinal);
    }

    private static Task<ScriptedUpstream> ServerAsync(RequestDelegate query) => ScriptedUpstream.StartAsync(context =>
    {
        context.Response.Headers["X-Influxdb-Version"] = "v2.7.1";
        return context.Request.Path == "/query" ? query(context) : Task.CompletedTask;
    });

    private static async Task NeverEndAsync(HttpContext context)
    {
        await context.Response.WriteAsync("{\"results\":[");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }
}
