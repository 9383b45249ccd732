using System.Buffers;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Functional.Overload;

/// <summary>
/// More calls than can be observed: observation is given up, a stage at a time, and counted; no call waits for it. What is held up stays
/// so until every call was answered: a call that waited would never end.
/// </summary>
public sealed class OverloadTests
{
    private const int AtOnce = 32;
    private static readonly (string, string) SmallQueue = ("capture.queueCapacity", "128");
    private static readonly (string, string) SampleAll = ("sampling.rate", "1");

    [Fact]
    public async Task RecordingIsStuck_CallsAreAnswered_WhatFindsNoPlaceIsCounted_AndRecordingGoesOnAfterwards()
    {
        var gate = new Gate();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, With(after: services => services.AddSingleton<IExchangeSink>(new HeldSink(gate))), SmallQueue);
        await sidecar.ChatAsync();
        await gate.ReachedAsync();

        await BurstAsync(sidecar, 500, Calls.ChatBody, Calls.Answer);

        // One is being recorded, 128 wait.
        await DropsAsync(sidecar, "capture", 372);
        Assert.Equal(200, await sidecar.ReadyAsync());
        gate.Open();
        await sidecar.IdleAsync();
        Assert.Equal(129, (await sidecar.RowsAsync(129)).Count);
        await sidecar.ChatAsync();
        Assert.Equal(130, (await sidecar.RowsAsync(130)).Count);
        await DropsAsync(sidecar, "capture", 372);
    }

    [Fact]
    public async Task BurstFarAboveASmallQueue_EachCallHasItsRowOrIsCounted_AndRecordingGoesOnAfterwards()
    {
        const int burst = 2000;
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: SmallQueue);

        await BurstAsync(sidecar, burst, Calls.ChatBody, Calls.Answer);

        await sidecar.IdleAsync();
        var dropped = (int)await sidecar.MetricAsync("llmsentinel_queue_dropped_total", "queue=\"capture\"");
        var rows = await sidecar.RowsAsync(burst - dropped);
        Assert.Equal(burst, rows.Count + dropped);
        Assert.All(rows, row => Assert.Equal((ExchangeOutcome.Ok, 9L, 2L), (row.Outcome, row.Usage.InputTotal, row.Usage.OutputTotal)));
        await sidecar.ChatAsync();
        Assert.Equal(burst + 1, (await sidecar.RowsAsync(burst - dropped + 1)).Count + dropped);
    }

    [Fact]
    public async Task TokenCountingIsStuck_EveryCallIsRecorded_SomeWithoutAnEstimate()
    {
        const int places = 2048;
        const int beyond = 100;
        var gate = new Gate();
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Calls.Chunk);
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, With(after: services => services.AddSingleton<ITokenEstimator>(new HeldEstimator(gate))));
        await sidecar.ChatAsync(body: Calls.StreamBody);
        await gate.ReachedAsync();

        await BurstAsync(sidecar, places + beyond, Calls.StreamBody, Calls.Chunk);

        await DropsAsync(sidecar, "estimation", beyond);
        Assert.All(await sidecar.RowsAsync(beyond), row => Assert.Equal((UsageSource.None, null), (row.Usage.Source, row.Usage.OutputTotal)));
        gate.Open();
        await sidecar.IdleAsync();
        await sidecar.ChatAsync(body: Calls.StreamBody);
        var rows = await sidecar.RowsAsync(1 + places + beyond + 1);
        Assert.Equal(1 + places + 1, rows.Count(row => row.Usage is { Source: UsageSource.Estimated, OutputTotal: HeldEstimator.Output }));
        Assert.Equal(beyond, rows.Count(row => row.Usage.Source == UsageSource.None));
        await sidecar.IdleAsync();
    }

    [Fact]
    public async Task SampleSinkIsStuck_EveryCallIsRecorded_AndLostSamplesAreCounted()
    {
        const int places = 256;
        const int beyond = 50;
        var gate = new Gate();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, With(after: services => services.AddSingleton<ISampleSink>(new FakeSampleSink(_ => gate.Pass()))), SampleAll);
        await sidecar.ChatAsync();
        await gate.ReachedAsync();

        await BurstAsync(sidecar, places + beyond, Calls.ChatBody, Calls.Answer);

        await DropsAsync(sidecar, "evaluation", beyond);
        var rows = await sidecar.RowsAsync(1 + places + beyond);
        Assert.All(rows, row => Assert.Equal((ExchangeOutcome.Ok, 9L, 2L), (row.Outcome, row.Usage.InputTotal, row.Usage.OutputTotal)));
        Assert.Equal(beyond, await sidecar.MetricAsync("llmsentinel_samples_total", "\"queue_full\""));
        gate.Open();
        await sidecar.IdleAsync();
        await sidecar.ChatAsync();
        await Eventually.TrueAsync(
            async () => await sidecar.MetricAsync("llmsentinel_samples_total", "\"kept\"") == 1 + places + 1, "what waited and the new call are sampled");
    }

    [Fact]
    public async Task SampleSinkThrows_CallsAreRecorded_OtherSinksGetTheSample_AndItIsCounted()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress,
            With(before: services => services.AddSingleton<ISampleSink>(new FakeSampleSink(_ => throw new InvalidOperationException("broken")))),
            SampleAll);

        await BurstAsync(sidecar, 20, Calls.ChatBody, Calls.Answer);

        Assert.Equal(20, (await sidecar.RowsAsync(20)).Count);
        await Eventually.TrueAsync(
            async () => await sidecar.MetricAsync("llmsentinel_stage_failures_total", "\"" + FakeSampleSink.SinkName + "\"") == 20, "each failure is counted");
        await sidecar.IdleAsync();
        Assert.Equal(20, (await sidecar.GetJsonAsync("/api/samples")).GetProperty("items").GetArrayLength());
    }

    private static Edition With(Action<IServiceCollection>? before = null, Action<IServiceCollection>? after = null) => FullEdition.Instance with
    {
        AddServices = (services, configuration) =>
        {
            before?.Invoke(services);
            FullEdition.Instance.AddServices(services, configuration);
            after?.Invoke(services);
        },
    };

    private static Task BurstAsync(SidecarUnderTest sidecar, int calls, string body, string answer) => Eventually.CompletesAsync(
        Parallel.ForAsync(
            0, calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => Assert.Equal(answer, await sidecar.ChatAsync(body: body))),
        "every call is answered", TimeSpan.FromMinutes(2));

    private static Task DropsAsync(SidecarUnderTest sidecar, string queue, int count) => Eventually.TrueAsync(
        async () => await sidecar.MetricAsync("llmsentinel_queue_dropped_total", $"queue=\"{queue}\",reason=\"full\"") == count,
        $"{count} are counted as dropped at {queue}");

    private sealed class HeldSink(Gate gate) : IExchangeSink
    {
        public string Name => "held";

        public void Record(Exchange exchange) => gate.Pass();
    }

    private sealed class FakeSampleSink(Action<ExchangeSample> record) : ISampleSink
    {
        public const string SinkName = "fake";

        public string Name => SinkName;

        public void Record(ExchangeSample sample) => record(sample);
    }

    private sealed class HeldEstimator(Gate gate) : ITokenEstimator
    {
        public const int Output = 7;

        public int CountOutput(string? model, string text)
        {
            gate.Pass();
            return Output;
        }

        public int? CountPrompt(string? model, in ReadOnlySequence<byte> requestBody) => 5;
    }
}
