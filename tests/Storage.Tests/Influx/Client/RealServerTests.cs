using System.IO.Compression;
using System.Net;
using System.Text;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Tests.Influx.Client;

/// <summary>The client against servers that exist: influxd 1.x and victoria-metrics.</summary>
public sealed class RealServerTests
{
    [Fact]
    public async Task Probe_Influxd_IsVersion1()
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url);

        var found = await client.ProbeAsync(default);

        Assert.Equal((InfluxKind.V1, "OSS", true), (found.Kind, found.Build, found.AnswersInfluxQl));
        Assert.StartsWith("InfluxDB 1.", found.ToString(), StringComparison.Ordinal);
        Assert.Equal(found, client.Server);
    }

    [Fact]
    public async Task WriteAndQuery_Influxd_MoreThanAChunk_GivesEveryRowBack()
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url);
        await client.ProbeAsync(default);
        var lines = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"m,host=h{i % 2} text=\"a\\\"b{i}\",n={i}i {1_790_000_000_000_000_000 + i}\n"));

        Assert.Equal(WriteResult.Written, (await client.WriteAsync(Gzip(lines), default)).Result);

        var numbers = new List<long>();
        var parts = 0;
        await foreach (var series in client.QueryAsync("SELECT n, text FROM m GROUP BY host", default))
        {
            parts++;
            Assert.Equal(("m", "time,n,text"), (series.Name, string.Join(',', series.Columns)));
            foreach (var row in series.Rows.EnumerateArray())
            {
                numbers.Add(row[1].GetInt64());
                Assert.Equal(1_790_000_000_000_000_000 + numbers[^1], row[0].GetInt64());
                Assert.Equal(($"h{numbers[^1] % 2}", $"a\"b{numbers[^1]}"), (series.Tags["host"], row[2].GetString()));
            }
        }

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => (long)i), numbers.Order());
        Assert.True(parts > 2);
    }

    [Fact]
    public async Task Query_Influxd_LongStatement_IsTaken()
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url);
        await client.WriteAsync(Gzip("m n=1i 5\n"), default);
        var condition = string.Join(" OR ", Enumerable.Range(0, 400).Select(i => $"n = {i}"));

        var rows = 0;
        await foreach (var series in client.QueryAsync($"SELECT n FROM m WHERE {condition}", default))
            rows += series.Rows.GetArrayLength();

        Assert.Equal(1, rows);
    }

    [Theory]
    [InlineData("SELECT FROM", "to a query: error parsing query")]
    [InlineData("SELECT bad(n) FROM m", "undefined function bad()")]
    public async Task Query_Influxd_BadStatement_Throws(string statement, string expected)
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url);

        var error = await Assert.ThrowsAsync<InfluxException>(async () =>
        {
            await foreach (var _ in client.QueryAsync(statement, default))
                Assert.Fail("a bad statement has no series");
        });

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Influxd_BadLineAndBadType_IsRefusedWithWhatIsKnown()
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url);
        await client.ProbeAsync(default);
        await client.WriteAsync(Gzip("m n=1i 5\n"), default);

        var unreadable = await client.WriteAsync(Gzip("m n=2i 6\nnonsense\nm n=3i 7\n"), default);
        var wrongType = await client.WriteAsync(Gzip("m n=4i 8\nm n=1.5 9\nother n=1i 10\n"), default);

        Assert.Equal((WriteResult.Refused, true), (unreadable.Result, unreadable.Refusal!.RestWritten));
        Assert.Equal("nonsense", Assert.Single(unreadable.Refusal.Lines).Text);
        Assert.DoesNotContain("nonsense", unreadable.Reason, StringComparison.Ordinal);
        Assert.Equal((WriteResult.Refused, true, 1), (wrongType.Result, wrongType.Refusal!.RestWritten, wrongType.Refusal.Dropped));
        Assert.Contains("field type conflict", wrongType.Reason, StringComparison.Ordinal);
        Assert.Equal(4, (await server.QueryAsync("SELECT n FROM m")).Count);
    }

    [Fact]
    public async Task WriteAndSend_Influxd_DatabaseMadeInBetween()
    {
        await using var server = await InfluxServer.StartAsync();
        using var client = Client(server.Url, "other");
        await client.ProbeAsync(default);

        var before = await client.WriteAsync(Gzip("m n=1i 5\n"), default);
        var made = await client.SendAsync(HttpMethod.Post, "query?q=CREATE%20DATABASE%20other", null, default);
        var after = await client.WriteAsync(Gzip("m n=1i 5\n"), default);

        Assert.Equal((WriteResult.NotFound, HttpStatusCode.NotFound), (before.Result, before.Status));
        Assert.True(made.IsSuccess);
        Assert.Equal(WriteResult.Written, after.Result);
        Assert.True(after.ClockAhead?.Duration() < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ProbeAndWrite_VictoriaMetrics_TakesPoints()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        using var client = Client(server.Url);

        var found = await client.ProbeAsync(default);
        var answer = await client.WriteAsync(Gzip("m,host=a n=7i 1790000000123000000\n"), default);

        Assert.Equal((InfluxKind.VictoriaMetrics, false), (found.Kind, found.AnswersInfluxQl));
        Assert.Equal(WriteResult.Written, answer.Result);
        var series = Assert.Single(await server.ExportAsync("m_n"));
        Assert.Equal((7, 1_790_000_000_123), (series.GetProperty("values")[0].GetInt32(), series.GetProperty("timestamps")[0].GetInt64()));
    }

    private static InfluxClient Client(string url, string bucket = InfluxServer.Database) =>
        new(new StoreOptions { Kind = StoreKinds.InfluxDb, Url = url, Bucket = bucket }, TimeProvider.System);

    private static byte[] Gzip(string lines)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(lines));
        return bytes.ToArray();
    }
}
