using System.Diagnostics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Testing;

namespace LlmSentinel.Core.Tests.Telemetry;

[Collection(nameof(SpanSinkTests))]
public sealed class SpanSinkTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ParentId = "b7ad6b7169203331";

    private readonly List<Activity> _spans = [];
    private readonly LabelledCounts _drops = new();
    private readonly ActivityListener _listener;

    public SpanSinkTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SpanSink.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Record_CallerInATrace_SpanIsItsChildWithTheExchangesTimes()
    {
        var span = Only(SampleExchange.Chat with { TraceId = TraceId, ParentSpanId = ParentId, ParentSampled = true });

        Assert.Equal(TraceId, span.TraceId.ToString());
        Assert.Equal(ParentId, span.ParentSpanId.ToString());
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("chat gpt-5.4", span.DisplayName);
        Assert.Equal(SampleExchange.Start.UtcDateTime, span.StartTimeUtc);
        Assert.Equal(TimeSpan.FromMilliseconds(2500), span.Duration);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public void Record_NoTraceOfTheCaller_SpanIsARootWhateverThisThreadDoes()
    {
        using var foreign = new Activity("foreign").Start();

        var span = Only(SampleExchange.Chat);

        Assert.Equal(default, span.ParentSpanId);
        Assert.NotEqual(foreign.TraceId, span.TraceId);
        Assert.Same(foreign, Activity.Current);
    }

    [Fact]
    public void Record_StreamedChat_AttributesOfTheConventions()
    {
        var span = Only(SampleExchange.Chat);
        var tags = span.TagObjects.ToDictionary(t => t.Key, t => t.Value);

        Assert.Equal(["stop"], Assert.IsType<string[]>(tags["gen_ai.response.finish_reasons"]));
        tags.Remove("gen_ai.response.finish_reasons");
        Assert.Equal(
            new SortedDictionary<string, object?>(StringComparer.Ordinal)
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "openai",
                ["gen_ai.request.model"] = "gpt-5.4",
                ["gen_ai.request.stream"] = true,
                ["gen_ai.response.id"] = "chatcmpl-1",
                ["gen_ai.response.model"] = "gpt-5.4-2026-03-05",
                ["gen_ai.response.time_to_first_chunk"] = 0.31,
                ["gen_ai.usage.cache_creation.input_tokens"] = 50L,
                ["gen_ai.usage.cache_read.input_tokens"] = 600L,
                ["gen_ai.usage.input_tokens"] = 1000L,
                ["gen_ai.usage.output_tokens"] = 200L,
                ["gen_ai.usage.reasoning.output_tokens"] = 80L,
                ["http.response.status_code"] = 200,
                ["llmsentinel.app"] = "shop",
                ["llmsentinel.cost.source"] = "catalogue",
                ["llmsentinel.cost.usd"] = 0.00123,
                ["llmsentinel.exchange.id"] = "01985f00-0000-7000-8000-000000000001",
                ["llmsentinel.outcome"] = "ok",
                ["llmsentinel.time_to_first_token"] = 0.45,
                ["llmsentinel.upstream"] = "openai",
                ["llmsentinel.usage.source"] = "reported",
                ["openai.api.type"] = "chat_completions",
                ["openai.response.service_tier"] = "default",
                ["openai.response.system_fingerprint"] = "fp_abc",
                ["server.address"] = "api.openai.com",
                ["server.port"] = 443,
            },
            new SortedDictionary<string, object?>(tags, StringComparer.Ordinal));
    }

    [Fact]
    public void Record_NothingKnown_NoAttributeIsMadeUp()
    {
        var span = Only(SampleExchange.Chat with
        {
            Usage = TokenUsage.None, Cost = ExchangeCost.Unknown, ResponseModel = null, App = null, Status = 0, ServerAddress = null, FinishReasonRaw = null,
        });

        var names = span.TagObjects.Select(t => t.Key).ToList();
        Assert.DoesNotContain(names, n => n.StartsWith("gen_ai.usage", StringComparison.Ordinal) || n.Contains("cost", StringComparison.Ordinal));
        Assert.DoesNotContain("gen_ai.response.model", names);
        Assert.DoesNotContain("http.response.status_code", names);
        Assert.DoesNotContain("server.port", names);
    }

    [Fact]
    public void Record_Failure_StatusErrorAndItsWord()
    {
        var span = Only(SampleExchange.Chat with { Outcome = ExchangeOutcome.RateLimited, ErrorType = "rate_limit_exceeded", Status = 429 });

        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("rate_limit_exceeded", span.GetTagItem("error.type"));
    }

    [Fact]
    public void Record_Ratio_SameExchangesEveryTimeAndTheCallersSampledOnesAlways()
    {
        var exchanges = Enumerable.Range(0, 2000).Select(i => SampleExchange.Chat with { Id = new Guid(i, 7, 9, 1, 2, 3, 4, 5, 6, 7, 8) }).ToList();
        using var sink = new SpanSink(0.25, new SpanBudget(100_000), _drops);

        exchanges.ForEach(sink.Record);
        var first = Ids();
        exchanges.ForEach(sink.Record);
        Assert.Equal(first, Ids());
        Assert.InRange(first.Count, 400, 600);

        exchanges.ForEach(e => sink.Record(e with { ParentSampled = true }));
        Assert.Equal(2000, Ids().Count);

        List<object?> Ids()
        {
            var ids = _spans.ConvertAll(s => s.GetTagItem("llmsentinel.exchange.id"));
            _spans.Clear();
            return ids;
        }
    }

    [Fact]
    public void Record_CollectorTooSlow_DroppedAndCounted()
    {
        var budget = new SpanBudget(2);
        using var sink = new SpanSink(1, budget, _drops);

        for (var i = 0; i < 5; i++)
            sink.Record(SampleExchange.Chat);
        Assert.Equal(2, _spans.Count);
        Assert.Equal([("spans", "full", 3L)], _drops.Snapshot());

        budget.Leave(2);
        sink.Record(SampleExchange.Chat);
        Assert.Equal(3, _spans.Count);
    }

    [Fact]
    public void Record_BrokenTraceIds_StillASpan() =>
        Assert.Equal(default, Only(SampleExchange.Chat with { TraceId = "not hex", ParentSpanId = "x" }).ParentSpanId);

    private Activity Only(Exchange exchange)
    {
        using var sink = new SpanSink(1, new SpanBudget(10), _drops);
        sink.Record(exchange);
        return Assert.Single(_spans);
    }
}
