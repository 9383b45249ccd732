using System.Net;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Simulator;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmSentinel.Functional.Parity;

/// <summary>What is recorded is what was called: every call once, with the provider's own numbers and their exact price.</summary>
[Slow]
public sealed class ParityTests
{
    private const int CallCount = 1000;
    private const decimal Input = 2.5m;
    private const decimal CacheRead = 0.25m;
    private const decimal CacheWrite = 3.125m;
    private const decimal Output = 15.37m;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThousandStreamsAtOnce_OneInTwentyLeft_EveryCallIsOneRowWithExactUsageAndCost(bool http2)
    {
        var calls = MakeCalls(new Random(20260801));
        var engine = new SimulatorEngine(new SimulatorOptions());
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedUpstream.StartAsync(
            async context =>
            {
                // Nobody is answered before everybody has asked.
                if (Interlocked.Increment(ref arrived) == CallCount)
                    all.SetResult();
                await all.Task.WaitAsync(context.RequestAborted);
                await engine.HandleAsync(context);
            },
            http2 ? HttpProtocols.Http2 : HttpProtocols.Http1,
            readBodyFirst: false);
        await using var sidecar = await SidecarUnderTest.StartAsync(
            Configuration(provider.BaseAddress, http2), ("proxy.maxApps", "5000"), ("proxy.listenHttp2", "127.0.0.1:0"));
        var port = http2 ? sidecar.Host.DataAddresses[1] : sidecar.Data;

        var running = calls.Select(call => call.RunAsync(sidecar.Http, port, http2 ? HttpVersion.Version20 : HttpVersion.Version11)).ToArray();
        await Eventually.CompletesAsync(all.Task, "all calls reach the provider", TimeSpan.FromMinutes(2));
        await Eventually.CompletesAsync(Task.WhenAll(running), "all clients are done", TimeSpan.FromMinutes(5));
        var rows = await sidecar.RowsAsync(CallCount);
        await sidecar.IdleAsync();

        // None lost, none doubled.
        Assert.Equal(CallCount, rows.Count);
        Assert.Equal(CallCount, rows.Select(r => r.Id).Distinct().Count());
        var byApp = rows.ToDictionary(r => r.App!);
        foreach (var call in calls)
            AssertRow(call, byApp[call.App]);

        // The sums are the provider's own.
        var completed = calls.Where(c => c.LeavesAfter is null).Select(c => byApp[c.App]).ToList();
        foreach (var model in completed.GroupBy(r => r.RequestModel!))
        {
            var sent = engine.Stats.Models[model.Key];
            Assert.Equal(sent.Completed, model.Count());
            Assert.Equal(sent.Usage.Input, model.Sum(r => r.Usage.InputTotal));
            Assert.Equal(sent.Usage.CacheRead, model.Sum(r => r.Usage.CacheRead ?? 0));
            Assert.Equal(sent.Usage.Output, model.Sum(r => r.Usage.OutputTotal));
            if (model.First().Upstream is not "ant") // Anthropic does not say how much of the output is reasoning.
                Assert.Equal((model.Key, sent.Usage.Reasoning), (model.Key, model.Sum(r => r.Usage.Reasoning ?? 0)));
        }

        var summary = (await sidecar.GetJsonAsync("/api/summary")).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(CallCount, summary.Sum(r => r.GetProperty("exchanges").GetInt64()));
        Assert.Equal(rows.Sum(r => r.Usage.OutputTotal ?? 0), summary.Sum(r => r.GetProperty("outputTokens").GetInt64()));
        Assert.Equal(rows.Sum(r => r.Cost.Total ?? 0), summary.Sum(r => r.GetProperty("costUsd").GetDecimal()));

        // Nothing is left, nothing was dropped.
        Assert.Equal(CallCount, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_exchanges_in_flight"));
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_queue_dropped_total"));
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_label_overflows_total"));
        Assert.Equal(0, sidecar.StoreStatus.Dropped);
        Assert.Equal(0, sidecar.Budget.Refused);
    }

    private static List<ParityCall> MakeCalls(Random random)
    {
        var leaving = Enumerable.Range(0, CallCount).ToArray();
        random.Shuffle(leaving);
        var leave = leaving.Take(CallCount / 20).ToHashSet();
        return [.. Enumerable.Range(0, CallCount).Select(i => new ParityCall(i, leave.Contains(i) ? random.Next(1, 30) : null))];
    }

    private static void AssertRow(ParityCall call, Exchange row)
    {
        Assert.Equal((call.Upstream, call.Model, 200, true), (row.Upstream, row.RequestModel, row.Status, row.Streamed));
        Assert.Equal(ObservationGap.None, row.Gap);
        if (call.LeavesAfter is not null)
        {
            Assert.Equal((ExchangeOutcome.ClientAborted, FinishReason.IncompleteStream), (row.Outcome, row.FinishReason));
            return;
        }

        Assert.Equal((ExchangeOutcome.Ok, UsageSource.Reported), (row.Outcome, row.Usage.Source));
        Assert.Equal(call.Tokens + call.Reasoning, row.Usage.OutputTotal);
        var recorded = new SeenUsage(row.Usage.InputTotal!.Value, row.Usage.CacheRead ?? 0, row.Usage.CacheWrite ?? 0, row.Usage.OutputTotal!.Value);
        if (call.SeesUsage)
            Assert.Equal(call.Usage(), recorded);
        else
            Assert.DoesNotContain("\"usage\":{", call.Answer, StringComparison.Ordinal);
        Assert.Equal(recorded.Cost(Input, CacheRead, CacheWrite, Output), row.Cost.Total);
    }

    private static string Configuration(Uri provider, bool http2)
    {
        var prices = FormattableString.Invariant($"{{ input: {Input}, output: {Output}, cacheRead: {CacheRead}, cacheWrite: {CacheWrite} }}");
        var address = $"\"{provider.AbsoluteUri.TrimEnd('/')}\", httpRequest: {{ version: '{(http2 ? "2" : "1.1")}', versionPolicy: RequestVersionExact }}";
        return $$"""
            upstreams:
              oai: { preset: openai, address: {{address}} }
              ant: { preset: anthropic, address: {{address}} }
              gem: { preset: gemini, address: {{address}} }
              oll: { preset: ollama, address: {{address}} }
            pricing:
              overrides:
                parity-oai: {{prices}}
                parity-ant: {{prices}}
                parity-gem: {{prices}}
                parity-oll: {{prices}}
            """;
    }
}
