using System.Net;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using LlmSentinel.Testing.Processes;
using LlmSentinel.Testing.Servers;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Lean;

/// <summary>What the lean executable does, whichever way it was compiled.</summary>
internal static class LeanChecks
{
    private const string Wanted = "x-wanted";

    private const string NoUsage =
        """{"id":"chatcmpl-2","object":"chat.completion","model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"one two three"},"finish_reason":"stop"}]}""";

    /// <summary>A plain call, a stream and a call without usage: forwarded, measured, written, and all of it is there after SIGTERM.</summary>
    public static async Task ForwardsMeasuresAndRecordsAsync(string program)
    {
        await using var provider = await ScriptedUpstream.StartAsync(AnswerAsync);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(program, folder, provider.BaseAddress);
        using var http = new HttpClient();

        Assert.Equal(Calls.Answer, await SendAsync(http, sidecar, Calls.ChatBody));
        Assert.Equal(NoUsage, await SendAsync(http, sidecar, Calls.ChatBody, (Wanted, "bare")));
        Assert.Equal(Calls.Chunk + Calls.StreamEnd, await SendAsync(http, sidecar, Calls.StreamBody, (Wanted, "stream")));

        await Eventually.TrueAsync(async () => await StatusAsync(http, sidecar, "/readyz") == HttpStatusCode.OK, "it is ready");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, sidecar, "/healthz"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, sidecar, "/api/status"));
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync(new Uri(sidecar.Admin, "/metrics"))).Contains("llmsentinel_exchanges_total{upstream=\"llm\"", StringComparison.Ordinal),
            "calls are measured");

        await sidecar.TerminateAsync();
        Assert.Equal(0, await sidecar.ExitCodeAsync());
        var rows = await StoredRows.ReadAsync(folder.File("sentinel.db"));
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal((ExchangeOutcome.Ok, "llm", "gpt-5.4"), (row.Outcome, row.Upstream, row.ResponseModel)));
        Assert.Equal(2, rows.Count(row => row.Usage is { Source: UsageSource.Reported, InputTotal: 9, OutputTotal: 2 } && row.Cost.Total > 0));
        Assert.Equal(3, Assert.Single(rows, row => row.Usage.Source == UsageSource.Estimated).Usage.OutputTotal);
    }

    /// <summary>What is wrong is told by key, as the sentinel tells it.</summary>
    public static async Task RefusesAWrongConfigurationAsync(string program)
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("wrong.yaml"), "upstreams:\n  llm: { address: \"ftp://nowhere\", pressure: high }\n");

        var run = await ProcessRun.RunAsync(program, ["--config", folder.File("wrong.yaml")], folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("upstreams.llm.address", run.Error, StringComparison.Ordinal);
        Assert.Contains("upstreams.llm.pressure", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A collector and samples are the sentinel's business: the log says so, calls are forwarded, and none is sampled.</summary>
    public static async Task SaysWhatItDoesNotDoAsync(string program)
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(
            program, folder, provider.BaseAddress, ("telemetry.otlp.endpoint", "http://127.0.0.1:1"), ("sampling.rate", "1"), ("logging.level", "warning"));
        using var http = new HttpClient();

        Assert.Equal(Calls.Answer, await SendAsync(http, sidecar, Calls.ChatBody));
        await Eventually.TrueAsync(
            () => sidecar.Written.Contains("telemetry.otlp.endpoint has no effect here", StringComparison.Ordinal)
                && sidecar.Written.Contains("sampling.rate has no effect here", StringComparison.Ordinal), "the log says so");
        var metrics = "";
        await Eventually.TrueAsync(
            async () => (metrics = await http.GetStringAsync(new Uri(sidecar.Admin, "/metrics"))).Contains("llmsentinel_exchanges_total{", StringComparison.Ordinal),
            "the call is measured");
        Assert.DoesNotContain("llmsentinel_samples_total{", metrics, StringComparison.Ordinal);
    }

    /// <summary>With an InfluxDB server as its store: what was recorded has arrived when it has ended.</summary>
    public static async Task RecordsOnInfluxDbAsync(string program)
    {
        await using var server = await InfluxServer.StartAsync();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(
            program, folder, provider.BaseAddress, ("store.kind", "influxdb"), ("store.url", server.Url.TrimEnd('/')),
            ("store.bucket", InfluxServer.Database), ("store.spool.path", folder.File("spool")), ("logging.level", "information"));
        using var http = new HttpClient();

        for (var i = 0; i < 3; i++)
            Assert.Equal(Calls.Answer, await SendAsync(http, sidecar, Calls.ChatBody));
        await Eventually.TrueAsync(() => sidecar.Written.Contains("InfluxDB 1.", StringComparison.Ordinal), "the log says what the server is");
        await sidecar.TerminateAsync();
        Assert.Equal(0, await sidecar.ExitCodeAsync());

        var rows = await server.QueryAsync("SELECT upstream, input_tokens FROM llm_exchange");
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(("llm", 9), (row["upstream"].GetString(), row["input_tokens"].GetInt64())));
    }

    // The header names the answer a test wants.
    private static Task AnswerAsync(HttpContext context)
    {
        var stream = context.Request.Headers[Wanted] == "stream";
        context.Response.ContentType = stream ? "text/event-stream" : "application/json";
        return context.Response.WriteAsync(stream ? Calls.Chunk + Calls.StreamEnd : context.Request.Headers[Wanted] == "bare" ? NoUsage : Calls.Answer);
    }

    private static Task<SentinelProcess> StartAsync(string program, TempDirectory folder, Uri provider, params (string Key, string Value)[] settings) =>
        SentinelProcess.StartAsync(
            program, [], folder, $$"""upstreams: { llm: { preset: openai, address: "{{provider.AbsoluteUri.TrimEnd('/')}}" } }""", settings);

    private static async Task<string> SendAsync(HttpClient http, SentinelProcess sidecar, string body, params (string Name, string Value)[] headers)
    {
        using var request = Calls.Post(sidecar.Data, "/v1/chat/completions", body, headers);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, SentinelProcess sidecar, string path)
    {
        using var answer = await http.GetAsync(new Uri(sidecar.Admin, path));
        return answer.StatusCode;
    }
}
