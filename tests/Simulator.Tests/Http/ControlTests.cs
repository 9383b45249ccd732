using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.Http;

public sealed class ControlTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status429_HasBodyAndRetryAfter()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(), ("x-sim-status", "429"), ("x-sim-code", "insufficient_quota"), ("x-sim-retry-after", "7"));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("insufficient_quota", json.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, sim.Host.Stats.Totals.Refused);
    }

    [Fact]
    public async Task UnknownControlHeader_Is400AndNamed()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(), ("x-sim-tokns", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("x-sim-tokns", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/nothing", "error", "code")]
    [InlineData("/v1beta/nothing", "error", "status")]
    public async Task UnknownPath_Is404InTheDialectsShape(string path, string outer, string inner)
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(path, new { });
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(json.RootElement.GetProperty(outer).TryGetProperty(inner, out _));
    }

    [Fact]
    public async Task BadJson_Is400()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.Client.PostAsync(Requests.ChatPath, new StringContent("{\"model\":"), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_request_error", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncate_EndsCleanlyWithoutTheMarker()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-fail", "truncate"), ("x-sim-fail-after", "3"));

        Assert.Equal(4, events.Count);
        Assert.DoesNotContain(events, e => e.Data == "[DONE]");
        await sim.Host.WhenIdleAsync(Cancel);
        Assert.Equal(1, sim.Host.Stats.Totals.Broken);
    }

    [Fact]
    public async Task ErrorEvent_IsTheLastEvent()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Requests.MessagesPath, Requests.Messages(stream: true), ("x-sim-fail", "error-event"), ("x-sim-fail-after", "2"));

        Assert.Equal("error", events[^1].Name);
        Assert.Equal(2, events.Count(e => e.Name == "content_block_delta"));
    }

    [Fact]
    public async Task Reset_BreaksTheConnectionAfterTheChunks()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-fail", "reset"), ("x-sim-fail-after", "2"));

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel));

        await sim.Host.WhenIdleAsync(Cancel);
        Assert.Equal(1, sim.Host.Stats.Totals.Broken);
    }

    [Fact]
    public async Task Stall_LastsUntilTheClientLeaves_AndThatIsNoticed()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using (var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-fail", "stall"), ("x-sim-fail-after", "1")))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
            Assert.True(await stream.ReadAsync(new byte[16], Cancel) > 0);
            Assert.Equal(1, sim.Host.Stats.Totals.InFlight);
        }

        await sim.Host.WhenIdleAsync(Cancel);
        Assert.Equal(1, sim.Host.Stats.Totals.ClientAborted);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task Encoding_CompressesBothForms(string encoding)
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var plain = await sim.SendAsync(Requests.ChatPath, Requests.Chat(), ("x-sim-encoding", encoding));
        using var stream = await sim.SendAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-encoding", encoding));

        Assert.Equal(encoding, plain.Content.Headers.ContentEncoding.Single());
        using var json = JsonDocument.Parse(await DecodeAsync(plain, encoding));
        Assert.True(json.RootElement.TryGetProperty("choices", out _));
        Assert.EndsWith("data: [DONE]\n\n", await DecodeAsync(stream, encoding), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encoding_FlushesEachEventOfAPacedStream()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-encoding", "gzip"), ("x-sim-fail", "stall"), ("x-sim-fail-after", "2"));
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);

        // The stream stands still, yet the second delta can be read: it was flushed through the compressor.
        var deltas = 0;
        while (deltas < 2 && await reader.ReadLineAsync(Cancel) is { } line)
            if (line.Contains("\"delta\":{\"content\":", StringComparison.Ordinal)) deltas++;

        Assert.Equal(2, deltas);
    }

    [Fact]
    public async Task HeadDelay_SendsTheHeadBeforeTheFirstByte()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-head-delay", "60000"));

        // The head is here while the body is a minute away.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, sim.Host.Stats.Totals.InFlight);
    }

    [Fact]
    public async Task Pacing_TakesAtLeastTheAskedTime()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var started = Stopwatch.GetTimestamp();

        await sim.TextAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-delay-ms", "20"), ("x-sim-ttft-ms", "40"), ("x-sim-interval-ms", "10"), ("x-sim-tokens", "7"));

        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Chunks_SpreadTheTokens()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-tokens", "10"), ("x-sim-chunks", "4"));

        var sizes = events.Where(e => e.Data.Contains("{\"content\":\"", StringComparison.Ordinal))
            .Select(e => SimTokens.Count(e.Json.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
        Assert.Equal([2, 3, 2, 3], sizes);
    }

    [Fact]
    public async Task SameSeed_SameRequests_SameBytes()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var sim = await SimulatorFixture.StartAsync(new SimulatorOptions { Seed = 7, Time = time });
            var texts = new StringBuilder();
            for (var i = 0; i < 3; i++) texts.Append(await sim.TextAsync(Requests.ChatPath, Requests.Chat(stream: true, usage: true)));
            runs.Add(texts.ToString());
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(3, runs[0].Split("data: [DONE]").Length - 1);
    }

    [Fact]
    public async Task SameSeed_AtOnceOrOneAfterTheOther_SameTexts()
    {
        var bodies = Enumerable.Range(0, 40).Select(i => Requests.Chat($"number {i}")).ToArray();
        await using var calm = await SimulatorFixture.StartAsync();
        await using var busy = await SimulatorFixture.StartAsync();
        var expected = new List<string>();
        foreach (var body in bodies) expected.Add(await TextOf(calm, body));

        var texts = await Task.WhenAll(bodies.Select(b => TextOf(busy, b)));

        Assert.Equal(expected, texts);

        static async Task<string> TextOf(SimulatorFixture sim, object body)
        {
            var json = await sim.JsonAsync(Requests.ChatPath, body);
            return json.GetProperty("id").GetString() + json.GetProperty("choices")[0].GetProperty("message").GetRawText();
        }
    }

    [Fact]
    public async Task Key_GivesRequestsThatDifferTheSameAnswer()
    {
        await using var sim = await SimulatorFixture.StartAsync(new SimulatorOptions { RepeatAnswers = true });

        var plain = await sim.TextAsync(Requests.ChatPath, Requests.Chat(stream: true), ("x-sim-key", "one"));
        var asking = await sim.TextAsync(Requests.ChatPath, Requests.Chat(stream: true, usage: true), ("x-sim-key", "one"));

        Assert.Equal(IdOf(plain), IdOf(asking));

        static string IdOf(string stream) => stream.Split("\"id\":\"")[1].Split('"')[0];
    }

    [Fact]
    public async Task RepeatedRequest_DiffersUnlessRepeatAnswersOrOrdinalIsGiven()
    {
        await using var varied = await SimulatorFixture.StartAsync();
        await using var repeated = await SimulatorFixture.StartAsync(new SimulatorOptions { RepeatAnswers = true });

        Assert.NotEqual(await TextOf(varied), await TextOf(varied));
        Assert.Equal(await TextOf(varied, ("x-sim-ordinal", "5")), await TextOf(varied, ("x-sim-ordinal", "5")));
        Assert.Equal(await TextOf(repeated), await TextOf(repeated));

        static async Task<string> TextOf(SimulatorFixture sim, params (string, string)[] headers) =>
            (await sim.JsonAsync(Requests.ChatPath, Requests.Chat(), headers)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    [Fact]
    public async Task KeepRequests_ShowsHeadAndBodyAsTheyArrived()
    {
        await using var sim = await SimulatorFixture.StartAsync(new SimulatorOptions { KeepRequests = 2 });

        for (var i = 0; i < 3; i++) await sim.TextAsync(Requests.ChatPath, Requests.Chat($"number {i}"), ("authorization", "Bearer k"));

        Assert.Equal(2, sim.Host.Requests.Count);
        Assert.Equal("Bearer k", sim.Host.Requests[1].Headers["authorization"]);
        Assert.Contains("number 2", Encoding.UTF8.GetString(sim.Host.Requests[1].Body), StringComparison.Ordinal);
    }

    private static async Task<string> DecodeAsync(HttpResponseMessage response, string encoding)
    {
        var body = await response.Content.ReadAsStreamAsync(Cancel);
        await using Stream decoder = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => new ZstdSharp.DecompressionStream(body),
        };
        using var reader = new StreamReader(decoder);
        return await reader.ReadToEndAsync(Cancel);
    }
}
