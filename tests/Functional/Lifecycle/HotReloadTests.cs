using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Lifecycle;

/// <summary>The file changes while calls are under way.</summary>
public sealed class HotReloadTests
{
    [Fact]
    public async Task ValidChange_AppliesToTheNextCall_AndLeavesTheStreamInFlightAlone()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var old = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Calls.Chunk);
            await context.Response.Body.FlushAsync();
            await go.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(Calls.StreamEnd);
        });
        await using var next = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.WatchingAsync(Configuration(old.BaseAddress));
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync("/v1/chat/completions", Calls.StreamBody);
        var head = await client.ReadHeadAsync();

        await File.WriteAllTextAsync(sidecar.ConfigurationFile, Configuration(next.BaseAddress));
        await Eventually.TrueAsync(async () => await ReloadsAsync(sidecar) == 1, "the change is taken over");
        Assert.Equal(Calls.Answer, await sidecar.ChatAsync());
        go.SetResult();

        var stream = await client.ReadBodyAsync(head);
        Assert.True(stream.Complete);
        Assert.Equal(Calls.Chunk + Calls.StreamEnd, stream.Text);
        Assert.Single(old.Requests);
        var rows = await sidecar.RowsAsync(2);
        Assert.All(rows, r => Assert.Equal((ExchangeOutcome.Ok, UsageSource.Reported), (r.Outcome, r.Usage.Source)));
        Assert.Contains(next.BaseAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), await sidecar.GetAdminAsync("/api/config"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidChange_KeepsTheOldConfiguration_AndSaysWhyAndWhere()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using var sentinel = await SentinelProcess.StartAsync(folder, Configuration(provider.BaseAddress), ("logging.level", "information"));
        using var http = new HttpClient();

        await File.WriteAllTextAsync(folder.File("sentinel.yaml"), "upstreams:\n  llm: { address: \"ftp://nowhere\", pressure: high }\n");
        await Eventually.TrueAsync(() => sentinel.Written.Contains("rejected", StringComparison.Ordinal), "the change is refused");

        Assert.Contains("sentinel.yaml", sentinel.Written, StringComparison.Ordinal);
        Assert.Contains("upstreams.llm.address", sentinel.Written, StringComparison.Ordinal);
        Assert.Contains("upstreams.llm.pressure", sentinel.Written, StringComparison.Ordinal);
        using var call = Calls.Post(sentinel.Data, "/v1/chat/completions", Calls.ChatBody);
        using var answer = await http.SendAsync(call);
        Assert.Equal(Calls.Answer, await answer.Content.ReadAsStringAsync());
        Assert.Contains("llmsentinel_config_reloads_total{result=\"failed\"} 1", await http.GetStringAsync(new Uri(sentinel.Admin, "/metrics")), StringComparison.Ordinal);
    }

    private static async Task<double> ReloadsAsync(SidecarUnderTest sidecar) => await sidecar.MetricAsync("llmsentinel_config_reloads_total", "\"ok\"");

    private static string Configuration(Uri upstream) =>
        $$"""upstreams: { llm: { preset: openai-compatible, address: "{{upstream.AbsoluteUri.TrimEnd('/')}}" } }""";
}
