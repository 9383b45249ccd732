using System.Diagnostics.Metrics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Wire;
using LlmSentinel.Testing;

namespace LlmSentinel.Core.Tests.Telemetry;

public sealed class SentinelMetricsTests : IDisposable
{
    private const string GenAi =
        "gen_ai.operation.name=chat, gen_ai.provider.name=openai, gen_ai.request.model=gpt-5.4, gen_ai.response.model=gpt-5.4-2026-03-05, " +
        "server.address=api.openai.com, server.port=443";

    private const string Series = "upstream=openai, model=gpt-5.4-2026-03-05, operation=chat";
    private const string Model = "upstream=openai, model=gpt-5.4-2026-03-05";

    private readonly Measured _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public void Record_StreamedChat_GenAiInstrumentsCarryConventionAttributes()
    {
        _measured.Metrics.Record(SampleExchange.Chat);

        Assert.Equal(
            [$"1000 {{{GenAi}, gen_ai.token.type=input}}", $"200 {{{GenAi}, gen_ai.token.type=output}}"],
            _measured[MetricNames.GenAiTokenUsage]);
        Assert.Equal([$"2.5 {{{GenAi}}}"], _measured[MetricNames.GenAiOperationDuration]);
        Assert.Equal([$"0.31 {{{GenAi}}}"], _measured[MetricNames.GenAiTimeToFirstChunk]);
        Assert.Equal([$"0.02 {{{GenAi}}}"], _measured[MetricNames.GenAiTimePerOutputChunk]);
    }

    [Fact]
    public void Record_StreamedChat_OwnInstrumentsCarryTheSeries()
    {
        _measured.Metrics.Record(SampleExchange.Chat);

        Assert.Equal([$"1 {{{Series}, outcome=ok, streamed=True}}"], _measured[MetricNames.Exchanges]);
        Assert.Equal([$"2.5 {{{Series}, outcome=ok}}"], _measured[MetricNames.ExchangeDuration]);
        Assert.Equal([$"0.3 {{{Series}}}"], _measured[MetricNames.TimeToFirstByte]);
        Assert.Equal([$"0.45 {{{Series}}}"], _measured[MetricNames.TimeToFirstToken]);
        Assert.Equal([$"0.016 {{{Series}}}"], _measured[MetricNames.TimePerOutputToken]);
        Assert.Equal([$"0.09 {{{Series}}}"], _measured[MetricNames.InterChunkMax]);
        Assert.Equal(["4096 {upstream=openai, direction=request}", "20480 {upstream=openai, direction=response}"], _measured[MetricNames.ExchangeBytes]);
        Assert.Equal(["0.00012 {upstream=openai, direction=request}", "3E-05 {upstream=openai, direction=response}"], _measured[MetricNames.AddedTime]);
        Assert.Equal([$"1 {{{Model}, reason=stop}}"], _measured[MetricNames.FinishReasons]);
        Assert.Empty(_measured[MetricNames.ObservationGaps]);
    }

    [Theory]
    [InlineData(OperationNames.Chat, FinishReason.ContentFilter, ExchangeOutcome.Ok, true)]
    [InlineData(OperationNames.Chat, FinishReason.IncompleteStream, ExchangeOutcome.UpstreamAborted, true)]
    [InlineData(OperationNames.Chat, FinishReason.Unknown, ExchangeOutcome.Ok, true)]
    [InlineData(OperationNames.Chat, FinishReason.Unknown, ExchangeOutcome.RateLimited, false)]
    [InlineData(OperationNames.Embeddings, FinishReason.Unknown, ExchangeOutcome.Ok, false)]
    public void Record_FinishReason_OnlyOfAnswers(string operation, FinishReason reason, ExchangeOutcome outcome, bool counted)
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Operation = operation, FinishReason = reason, Outcome = outcome });

        Assert.Equal(counted ? [$"1 {{{Model}, reason={ExchangeNames.Name(reason)}}}"] : [], _measured[MetricNames.FinishReasons]);
    }

    [Fact]
    public void Record_UsageAndPriceKnown_TokensCostAndSourceCounted()
    {
        _measured.Metrics.Record(SampleExchange.Chat);

        Assert.Equal(
            [
                $"1000 {{{Model}, token_type=input, source=reported}}",
                $"200 {{{Model}, token_type=output, source=reported}}",
                $"600 {{{Model}, token_type=cache_read, source=reported}}",
                $"50 {{{Model}, token_type=cache_write, source=reported}}",
                $"80 {{{Model}, token_type=reasoning, source=reported}}",
            ],
            _measured[MetricNames.Tokens]);
        Assert.Equal([$"1 {{{Series}, source=reported}}"], _measured[MetricNames.Usage]);
        Assert.Equal([$"0.00123 {{{Model}, source=catalogue}}"], _measured[MetricNames.Cost]);
        Assert.Empty(_measured[MetricNames.CostUnknown]);
    }

    [Fact]
    public void Record_NoUsage_NoTokenMetricAndNoCostOfAnyKind()
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Usage = TokenUsage.None, Cost = ExchangeCost.Unknown });

        Assert.Empty(_measured[MetricNames.GenAiTokenUsage]);
        Assert.Empty(_measured[MetricNames.Tokens]);
        Assert.Empty(_measured[MetricNames.Cost]);
        Assert.Empty(_measured[MetricNames.CostUnknown]);
        Assert.Equal([$"1 {{{Series}, source=none}}"], _measured[MetricNames.Usage]);
    }

    [Fact]
    public void Record_EstimatedUsage_RecordedAndMarkedEstimated()
    {
        var usage = new TokenUsage { OutputTotal = 42, Source = UsageSource.Estimated };
        _measured.Metrics.Record(SampleExchange.Chat with { Usage = usage });

        Assert.Equal([$"42 {{{GenAi}, gen_ai.token.type=output}}"], _measured[MetricNames.GenAiTokenUsage]);
        Assert.Equal([$"42 {{{Model}, token_type=output, source=estimated}}"], _measured[MetricNames.Tokens]);
        Assert.Equal([$"1 {{{Series}, source=estimated}}"], _measured[MetricNames.Usage]);
    }

    [Fact]
    public void Record_PriceUnknown_CountedAndNoCost()
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Cost = ExchangeCost.Unknown });

        Assert.Empty(_measured[MetricNames.Cost]);
        Assert.Equal([$"1 {{{Model}}}"], _measured[MetricNames.CostUnknown]);
    }

    [Fact]
    public void Record_FreeCall_CostOfZeroIsACost()
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Cost = new ExchangeCost { Total = 0, Source = CostSource.Local } });

        Assert.Equal([$"0 {{{Model}, source=local}}"], _measured[MetricNames.Cost]);
        Assert.Empty(_measured[MetricNames.CostUnknown]);
    }

    [Theory]
    [InlineData(ExchangeOutcome.RateLimited, "rate_limit_exceeded", "rate_limit_exceeded")]
    [InlineData(ExchangeOutcome.Timeout, null, "timeout")]
    [InlineData(ExchangeOutcome.ClientAborted, null, "client_aborted")]
    public void Record_Failure_ErrorTypeOnDuration(ExchangeOutcome outcome, string? word, string expected)
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Outcome = outcome, ErrorType = word });

        Assert.Equal([$"2.5 {{{GenAi}, error.type={expected}}}"], _measured[MetricNames.GenAiOperationDuration]);
    }

    [Fact]
    public void Record_EndlessErrorWords_Bounded()
    {
        for (var i = 0; i < 1000; i++)
            _measured.Metrics.Record(SampleExchange.Chat with { Outcome = ExchangeOutcome.ServerError, ErrorType = $"error {i}" });

        var words = _measured[MetricNames.GenAiOperationDuration].Select(m => m[m.IndexOf("error.type", StringComparison.Ordinal)..]).Distinct();
        Assert.Equal(65, words.Count());
        Assert.Contains("936 {label=error.type}", _measured.Look()[MetricNames.LabelOverflows]);
    }

    [Fact]
    public void Record_PlainAnswer_NoStreamInstruments()
    {
        var timing = new ExchangeTiming { Duration = TimeSpan.FromSeconds(1), TimeToFirstByte = TimeSpan.FromSeconds(0.9) };
        _measured.Metrics.Record(SampleExchange.Chat with { Streamed = false, Timing = timing });

        Assert.Empty(_measured[MetricNames.GenAiTimeToFirstChunk]);
        Assert.Empty(_measured[MetricNames.GenAiTimePerOutputChunk]);
        Assert.Empty(_measured[MetricNames.TimeToFirstToken]);
        Assert.Empty(_measured[MetricNames.AddedTime]);
        Assert.Single(_measured[MetricNames.TimeToFirstByte]);
    }

    [Fact]
    public void Record_UnknownPath_TimedButNotAGenAiOperation()
    {
        _measured.Metrics.Record(SampleExchange.Chat with
        {
            Operation = OperationNames.Other, RequestModel = null, ResponseModel = null, Usage = TokenUsage.None, Cost = ExchangeCost.Unknown,
        });

        Assert.DoesNotContain(_measured.Names, n => n.StartsWith("gen_ai.", StringComparison.Ordinal));
        Assert.Equal(["1 {upstream=openai, operation=other, outcome=ok, streamed=True}"], _measured[MetricNames.Exchanges]);
    }

    [Theory]
    [InlineData(OperationNames.FetchResponse)]
    [InlineData(OperationNames.CountTokens)]
    public void Record_NothingGenerated_NoTokenUsage(string operation)
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Operation = operation });

        Assert.Empty(_measured[MetricNames.GenAiTokenUsage]);
        Assert.Single(_measured[MetricNames.GenAiOperationDuration]);
    }

    [Fact]
    public void Record_GapInObservation_CountedByReason()
    {
        _measured.Metrics.Record(SampleExchange.Chat with { Gap = ObservationGap.ByteBudget });

        Assert.Equal(["1 {upstream=openai, reason=byte_budget}"], _measured[MetricNames.ObservationGaps]);
    }

    [Fact]
    public void Record_RateLimitHeaders_HeadroomShown()
    {
        _measured.Metrics.Record(SampleExchange.Chat);

        Assert.Equal([$"499 {{{Model}, resource=requests}}", $"28800 {{{Model}, resource=tokens}}"], _measured[MetricNames.RateLimitRemaining]);
        Assert.Equal([$"500 {{{Model}, resource=requests}}", $"30000 {{{Model}, resource=tokens}}"], _measured[MetricNames.RateLimitLimit]);
    }

    [Fact]
    public void Record_AppsNotAskedFor_NoAppLabelAnywhere()
    {
        _measured.Metrics.Record(SampleExchange.Chat);

        Assert.All(_measured.Names, name => Assert.All(_measured[name], m => Assert.DoesNotContain("app=", m, StringComparison.Ordinal)));
    }

    [Fact]
    public void Record_AppsAskedFor_AppLabelOnCallsTokensAndCost()
    {
        using var measured = new Measured(labelApps: true);
        measured.Metrics.Record(SampleExchange.Chat);

        foreach (var name in (string[])[MetricNames.GenAiTokenUsage, MetricNames.GenAiOperationDuration, MetricNames.Exchanges, MetricNames.Tokens, MetricNames.Cost])
            Assert.All(measured[name], m => Assert.Contains("app=shop", m, StringComparison.Ordinal));
    }

    [Fact]
    public void Record_EveryLabel_StandsInTheTableInTheSameOrder()
    {
        using var measured = new Measured(labelApps: true);
        measured.Metrics.Record(SampleExchange.Chat with { Outcome = ExchangeOutcome.Timeout, Gap = ObservationGap.Malformed });
        measured.Metrics.StageFailed("read");
        measured.Metrics.StageRan("read", TimeSpan.FromMicroseconds(30));
        measured.Metrics.ConfigReloaded(accepted: false);
        measured.Look();

        foreach (var name in measured.Names)
        {
            var defined = Instruments.Get(name).Tags;
            foreach (var measurement in measured[name])
            {
                var tags = measurement[(measurement.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries);
                var used = tags.Select(tag => tag.Split('=')[0]).ToList();
                Assert.Equal(defined.Where(used.Contains), used);
            }
        }
    }

    [Fact]
    public void Instruments_EachDefinition_IsMadeOnceWithItsUnit()
    {
        var made = new List<(string, string?)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (i, _) =>
        {
            if (i.Meter == _measured.Metrics.Meter)
                made.Add((i.Name, i.Unit));
        };
        listener.Start();

        Assert.Equal(Instruments.All.Select(d => (d.Name, (string?)d.Unit)).Order(), made.Order());
    }

    [Fact]
    public void Sources_QueuesStoreMemoryAndInFlight_ReadWhenLookedAt()
    {
        var sources = _measured.Metrics.Sources;
        sources.InFlight.For("openai").Enter();
        sources.InFlight.For("openai").Enter();
        sources.InFlight.For("openai").Leave();
        sources.Drops.Add("capture", DropReasons.Full, 3);
        sources.Observe(new QueueGauge("capture", () => 7, () => 100));
        sources.Observe(new Store());
        sources.ObserveCapture(() => 512, () => 1024);
        sources.ObservePrices(() => "2026-08-01");
        _measured.Look();

        Assert.Equal(["1 {upstream=openai}"], _measured[MetricNames.ExchangesInFlight]);
        Assert.Equal(["7 {queue=capture}", "5 {queue=sqlite}"], _measured[MetricNames.QueueDepth]);
        Assert.Equal(["100 {queue=capture}", "50 {queue=sqlite}"], _measured[MetricNames.QueueCapacity]);
        Assert.Equal(["3 {queue=capture, reason=full}"], _measured[MetricNames.QueueDropped]);
        Assert.Equal(["512 {}"], _measured[MetricNames.CaptureUsed]);
        Assert.Equal(["1024 {}"], _measured[MetricNames.CaptureLimit]);
        Assert.Equal(["11 {store=sqlite}"], _measured[MetricNames.StoreWritten]);
        Assert.Equal(["2 {store=sqlite}"], _measured[MetricNames.StoreDropped]);
        Assert.Equal(["0 {store=sqlite}"], _measured[MetricNames.StoreHealthy]);
        Assert.Empty(_measured[MetricNames.StoreSize]);
        Assert.Equal(["1 {version=2026-08-01}"], _measured[MetricNames.PricingInfo]);
        Assert.Equal([$"1 {{version={SentinelMetrics.Version}, runtime={SentinelMetrics.Runtime}}}"], _measured[MetricNames.BuildInfo]);
    }

    private sealed class Store : IStoreStatus
    {
        public string Name => "sqlite";
        public bool Healthy => false;
        public string? Problem => "disk full";
        public long Written => 11;
        public long Dropped => 2;
        public long QueueDepth => 5;
        public long QueueCapacity => 50;
        public long? SizeBytes => null;
    }
}
