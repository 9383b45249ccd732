using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LlmSentinel.Configuration;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using LlmSentinel.Testing.Processes;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

/// <summary>The metrics page of a sidecar under traffic, read by Prometheus and its tools.</summary>
public sealed partial class PrometheusScrapeTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";
    private const string Answer =
        """{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    [Fact]
    public async Task Scrape_ByARealPrometheus_IsTakenWithoutErrors_AndTracesCanBeAskedFor()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(provider, folder);
        await using var prometheus = await PrometheusServer.StartAsync(sidecar.AdminAddress);
        await CallAsync(sidecar, $"00-{TraceId}-{SpanId}-01");
        await CallAsync(sidecar, "00-11111111111111111111111111111111-2222222222222222-00");
        await CallAsync(sidecar, traceparent: null);

        await Eventually.TrueAsync(
            async () => await ValueAsync(prometheus, "sum(llmsentinel_exchanges_total)") == 3, "the calls are scraped", TimeSpan.FromMinutes(1));

        Assert.Equal(1, await ValueAsync(prometheus, "up"));
        Assert.True(await ValueAsync(prometheus, "scrape_samples_scraped") > 100);
        Assert.Equal(await ValueAsync(prometheus, "scrape_samples_scraped"), await ValueAsync(prometheus, "scrape_samples_post_metric_relabeling"));
        var target = (await prometheus.AskAsync("targets", "")).GetProperty("activeTargets")[0];
        Assert.Equal(("up", ""), (target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString()));
        var bounds = await prometheus.LabelValuesAsync("gen_ai_client_token_usage_bucket", "le");
        Assert.Equal((true, false), (bounds.Contains("1024.0"), bounds.Contains("1024")));
        foreach (var histogram in new[]
        {
            "llmsentinel_exchange_duration_seconds", "llmsentinel_exchange_time_to_first_byte_seconds", "gen_ai_client_operation_duration_seconds",
        })
        {
            var exemplars = await ExemplarsAsync(prometheus, histogram + "_bucket");
            Assert.Equal((TraceId, SpanId), Assert.Single(exemplars.Distinct()));
        }
    }

    [Fact]
    public async Task Page_AfterTraffic_PassesPromtool_AndIsOpenMetricsForWhoAsksForIt()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(provider, folder);
        await CallAsync(sidecar, $"00-{TraceId}-{SpanId}-01");
        await Eventually.TrueAsync(
            async () => (await PageAsync(sidecar, null)).Text.Contains("llmsentinel_exchanges_total{", StringComparison.Ordinal), "the call is recorded");

        var (plain, plainType) = await PageAsync(sidecar, null);
        var (open, openType) = await PageAsync(sidecar, "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        var (rather, ratherType) = await PageAsync(sidecar, "application/openmetrics-text;q=0.2,text/plain;q=0.5");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", plainType);
        Assert.Equal(plainType, ratherType);
        Assert.DoesNotContain(TraceId, plain + rather, StringComparison.Ordinal);
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", openType);
        Assert.EndsWith("# EOF\n", open, StringComparison.Ordinal);
        Assert.Contains("# TYPE llmsentinel_exchanges counter\n", open, StringComparison.Ordinal);
        Assert.Contains($" # {{trace_id=\"{TraceId}\",span_id=\"{SpanId}\"}} ", open, StringComparison.Ordinal);
        var run = await ProcessRun.RunAsync(External.RequireOrSkip("promtool"), ["check", "metrics"], input: plain);
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task Page_BothFormats_HaveTheSameSeries_ButForHowBoundsAreWritten()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(provider, folder);
        await CallAsync(sidecar, $"00-{TraceId}-{SpanId}-01");
        await Eventually.TrueAsync(
            async () => (await PageAsync(sidecar, null)).Text.Contains("llmsentinel_exchanges_total{", StringComparison.Ordinal), "the call is recorded");

        var text = Series((await PageAsync(sidecar, null)).Text);
        var open = Series((await PageAsync(sidecar, "application/openmetrics-text")).Text);

        Assert.Contains(text, series => series.Contains("le=\"1024\"", StringComparison.Ordinal));
        Assert.Contains(open, series => series.Contains("le=\"1024.0\"", StringComparison.Ordinal));
        Assert.Equal(text.Select(WithPlainBound).Order(StringComparer.Ordinal), open.Select(WithPlainBound).Order(StringComparer.Ordinal));

        static List<string> Series(string page) =>
            [.. page.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" # ")[0]).Select(line => line[..line.LastIndexOf(' ')])];

        static string WithPlainBound(string series) => Bound().Replace(
            series, bound => string.Create(CultureInfo.InvariantCulture, $"le=\"{double.Parse(bound.Groups[1].ValueSpan, CultureInfo.InvariantCulture):R}\""));
    }

    [Fact]
    public async Task Page_AfterCallsToManyModels_HoldsNoMoreOfThemThanConfigured()
    {
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer.Replace("gpt-5.4", context.Request.Headers["x-model"].ToString(), StringComparison.Ordinal));
        });
        using var folder = new TempDirectory();
        await using var sidecar = await StartAsync(provider, folder, ("SENTINEL__PROXY__MAXMODELS", "20"), ("SENTINEL__CAPTURE__ESTIMATEMISSINGUSAGE", "false"));
        using var http = new HttpClient();

        for (var i = 0; i < 300; i++)
            await CallAsync(sidecar, traceparent: null, $"model-{i}", http);
        await Eventually.TrueAsync(async () => Counted(await PageAsync(sidecar, null)) == 300, "the calls are counted", TimeSpan.FromMinutes(1));

        var (text, _) = await PageAsync(sidecar, null);
        var models = text.Split('\n').Where(line => line.StartsWith("llmsentinel_exchanges_total{", StringComparison.Ordinal)).ToList();
        Assert.Equal(21, models.Count);
        Assert.Contains(models, line => line.Contains("model=\"other\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("le=\"([0-9.e+-]+)\"")]
    private static partial Regex Bound();

    private static double Counted((string Text, string Type) page) => page.Text.Split('\n')
        .Where(line => line.StartsWith("llmsentinel_exchanges_total{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static async Task<double?> ValueAsync(PrometheusServer prometheus, string query)
    {
        var result = (await prometheus.AskAsync("query", "query=" + Uri.EscapeDataString(query))).GetProperty("result");
        return result.GetArrayLength() == 1 ? double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) : null;
    }

    private static async Task<List<(string?, string?)>> ExemplarsAsync(PrometheusServer prometheus, string metric)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var data = await prometheus.AskAsync("query_exemplars", $"query={metric}&start={now - 300}&end={now + 60}");
        return
        [
            .. from series in data.EnumerateArray()
               from exemplar in series.GetProperty("exemplars").EnumerateArray()
               let labels = exemplar.GetProperty("labels")
               select (labels.GetProperty("trace_id").GetString(), labels.GetProperty("span_id").GetString()),
        ];
    }

    private static async Task<(string Text, string Type)> PageAsync(SentinelHost sidecar, string? accept)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sidecar.AdminAddress, "/metrics"));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType!.ToString());
    }

    private static async Task CallAsync(SentinelHost sidecar, string? traceparent, string model = "gpt-5.4", HttpClient? client = null)
    {
        using var own = client is null ? new HttpClient() : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sidecar.DataAddresses[0], "/v1/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add("x-model", model);
        if (traceparent is not null)
            request.Headers.Add("traceparent", traceparent);
        using var answer = await (client ?? own!).SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();
    }

    private static Task<SentinelHost> StartAsync(ScriptedUpstream provider, TempDirectory folder, params (string Key, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SENTINEL__PROXY__LISTEN"] = "127.0.0.1:0",
            ["SENTINEL__PROXY__WARMUP"] = "false",
            ["SENTINEL__ADMIN__LISTEN"] = "127.0.0.1:0",
            ["SENTINEL__STORE__PATH"] = folder.File("sentinel.db"),
            ["SENTINEL__LOGGING__LEVEL"] = "none",
        };
        foreach (var (key, value) in settings)
            environment[key] = value;
        var loader = new ConfigurationLoader(environment, folder.Path);
        var yaml = $$"""upstreams: { llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}" } }""";
        return FullEdition.StartAsync(loader.LoadText(yaml).GetSnapshot(), loader: null, path: null, CancellationToken.None);
    }
}
