using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Sampling;

/// <summary>Text of sampled calls, from the call to the admin port.</summary>
public sealed class SamplingTests
{
    private static readonly (string, string) All = ("sampling.rate", "1");

    [Fact]
    public async Task SampledPlainCall_ShowsPromptAndAnswerWithoutCredentials_AndItsNumbersStandBesideIt()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: All);

        await sidecar.ChatAsync(body: """{"model":"gpt-5.4","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"my key is sk-0123456789abcdef0123"}]}""");

        var sample = await OnlySampleAsync(sidecar);
        Assert.Equal(["system: Be brief.", "user: my key is [redacted]"], Messages(sample));
        Assert.Equal(("hi", true, false), Answer(sample));
        Assert.Equal(1, sample.GetProperty("rate").GetDouble());
        var row = await sidecar.RowAsync();
        Assert.Equal(row.Id, sample.GetProperty("id").GetGuid());
        Assert.Equal("hi", (await sidecar.GetJsonAsync($"/api/samples/{row.Id}")).GetProperty("answer").GetProperty("text").GetString());
        Assert.Equal(1, await sidecar.MetricAsync("llmsentinel_samples_total", "result=\"kept\""));
        await sidecar.IdleAsync();
    }

    [Fact]
    public async Task SampledStream_ShowsTheWholeAnswer()
    {
        await using var provider = await StreamingAsync(context => context.Response.WriteAsync(Calls.Chunk + Calls.Chunk + Calls.StreamEnd));
        await using var sidecar = await SidecarUnderTest.StartAsync($$"""
            upstreams:
              llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}", sampleRate: 1 }
            """);

        await sidecar.ChatAsync(body: Calls.StreamBody);

        var sample = await OnlySampleAsync(sidecar);
        Assert.Equal(["user: hello there"], Messages(sample));
        Assert.Equal(("one two one two ", true, false), Answer(sample));
        Assert.True(sample.GetProperty("streamed").GetBoolean());
        await sidecar.IdleAsync();
    }

    [Fact]
    public async Task ClientLeavesMidStream_TheSampleHasWhatCame_AndSaysItIsNotAll()
    {
        await using var provider = await StreamingAsync(async context =>
        {
            await context.Response.WriteAsync(Calls.Chunk);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: All);
        await using (var client = await RawHttpClient.ConnectAsync(sidecar.Data))
        {
            await client.PostAsync("/v1/chat/completions", Calls.StreamBody);
            await client.ReadHeadAsync();
            await client.ReadUntilAsync("one two");
        }

        var sample = await OnlySampleAsync(sidecar);
        Assert.Equal(["user: hello there"], Messages(sample));
        Assert.Equal(("one two ", false, false), Answer(sample));
        Assert.Equal("client_aborted", sample.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task CompressedRequestAndAnswer_AreReadAsTheyWereMeant()
    {
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(Gzip(Calls.Answer));
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: All);
        using var content = new ByteArrayContent(Gzip(Calls.ChatBody));
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await sidecar.Http.PostAsync(new Uri(sidecar.Data, "/v1/chat/completions"), content);

        var sample = await OnlySampleAsync(sidecar);
        Assert.Equal(["user: hello there"], Messages(sample));
        Assert.Equal(("hi", true, false), Answer(sample));
    }

    [Fact]
    public async Task LongTexts_AreCutAtTheBound_AndSaySo()
    {
        var answer = Calls.Answer.Replace("\"hi\"", "\"" + new string('x', 5000) + "\"", StringComparison.Ordinal);
        await using var provider = await ScriptedUpstream.AnsweringAsync(answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: [All, ("sampling.maxTextBytes", "1KiB")]);

        await sidecar.ChatAsync(body: Calls.ChatBody.Replace("hello", new string('y', 300_000), StringComparison.Ordinal));

        var sample = await OnlySampleAsync(sidecar);
        Assert.Equal(["user: " + new string('y', 1024)], Messages(sample));
        Assert.Equal((new string('x', 1024), true, true), Answer(sample));
        Assert.True(sample.GetProperty("prompt").GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task RateZero_KeepsNothing_AndCopiesNothing()
    {
        await using var provider = await StreamingAsync(context => context.Response.WriteAsync(Calls.Chunk + Calls.StreamEnd));
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: ("capture.estimateMissingUsage", "false"));

        await sidecar.ChatAsync(body: Calls.StreamBody);

        await sidecar.RowAsync();
        await sidecar.IdleAsync();
        Assert.Empty((await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").EnumerateArray());
        Assert.Equal(0, sidecar.Budget.HighWater);
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_samples_total"));
    }

    [Fact]
    public async Task CallsThatGenerateNoText_AreNotSampled()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync("""{"object":"list","data":[]}""");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: All);

        await sidecar.ChatAsync("/v1/embeddings", """{"model":"e","input":"hello"}""");
        await sidecar.ChatAsync("/v1/files", """{"secret":"file"}""");

        await sidecar.RowsAsync(2);
        await sidecar.IdleAsync();
        Assert.Empty((await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task BudgetTooSmallForTheCopy_TheCallIsRecordedInFull_AndItsSampleIsCountedAsLost()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: All);
        sidecar.Budget.Limit = 32 * 1024;

        // Its prompt would take all of the budget; samples may take half.
        await sidecar.ChatAsync(body: Calls.ChatBody.Replace("hello", new string('y', 30_000), StringComparison.Ordinal));

        var row = await sidecar.RowAsync();
        Assert.Equal((ExchangeOutcome.Ok, ObservationGap.None, 9L), (row.Outcome, row.Gap, row.Usage.InputTotal));
        await Eventually.TrueAsync(
            async () => await sidecar.MetricAsync("llmsentinel_samples_total", "result=\"byte_budget\"") == 1, "the lost sample is counted");
        Assert.Empty((await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").EnumerateArray());
        await sidecar.IdleAsync();
    }

    [Fact]
    public async Task SwitchedOnAndOffWhileRunning_SamplesComeAndAreForgotten()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.WatchingAsync(Configuration(0));
        await sidecar.ChatAsync();

        await File.WriteAllTextAsync(sidecar.ConfigurationFile, Configuration(1));
        await Eventually.TrueAsync(async () => await ReloadsAsync() == 1, "the change is taken over");
        await sidecar.ChatAsync();
        await OnlySampleAsync(sidecar);

        await File.WriteAllTextAsync(sidecar.ConfigurationFile, Configuration(0));
        await Eventually.TrueAsync(async () => await ReloadsAsync() == 2, "the change is taken over");
        Assert.Empty((await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").EnumerateArray());

        string Configuration(int rate) =>
            $$"""
            upstreams: { llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}" } }
            sampling: { rate: {{rate}} }
            """;

        Task<double> ReloadsAsync() => sidecar.MetricAsync("llmsentinel_config_reloads_total", "\"ok\"");
    }

    private static Task<ScriptedUpstream> StreamingAsync(RequestDelegate answer) => ScriptedUpstream.StartAsync(context =>
    {
        context.Response.ContentType = "text/event-stream";
        return answer(context);
    });

    private static async Task<JsonElement> OnlySampleAsync(SidecarUnderTest sidecar)
    {
        JsonElement[] items = [];
        await Eventually.TrueAsync(
            async () => (items = [.. (await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").EnumerateArray()]).Length > 0, "a sample is there");
        return Assert.Single(items);
    }

    private static IEnumerable<string> Messages(JsonElement sample) =>
        sample.GetProperty("prompt").GetProperty("messages").EnumerateArray()
            .Select(m => $"{m.GetProperty("role").GetString()}: {m.GetProperty("text").GetString()}");

    private static (string? Text, bool Complete, bool Truncated) Answer(JsonElement sample)
    {
        var answer = sample.GetProperty("answer");
        return (answer.GetProperty("text").GetString(), answer.GetProperty("complete").GetBoolean(), answer.GetProperty("truncated").GetBoolean());
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
