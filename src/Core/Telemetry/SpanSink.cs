using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Makes one CLIENT span per exchange after it has ended, in the caller's trace where it sent one. Attributes follow the
/// GenAI conventions v1.41.0; never text, never a query string, never a credential.
/// </summary>
/// <param name="ratio">Share of exchanges that get a span; a caller that sampled its own always gets one.</param>
/// <param name="budget">Bound of the spans waiting.</param>
/// <param name="drops">Where spans beyond it are counted.</param>
public sealed class SpanSink(double ratio, SpanBudget budget, LabelledCounts drops) : IExchangeSink, IDisposable
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = MetricNames.Meter;

    /// <summary>Name of the queue in the drop metric.</summary>
    public const string QueueName = "spans";

    private const long HashSeed = 0x7370616e; // Ascii "span": other decisions by hash are independent of this one.
    private readonly ActivitySource _source = new(SourceName, SentinelMetrics.Version);

    /// <inheritdoc/>
    public string Name => "spans";

    /// <inheritdoc/>
    public void Record(Exchange exchange)
    {
        if (!exchange.ParentSampled && ExchangeHash.Fraction(exchange.Id, HashSeed) >= ratio)
            return;
        if (!_source.HasListeners())
            return;
        if (!budget.TryEnter())
        {
            drops.Add(QueueName, DropReasons.Full, 1);
            return;
        }

        // The span belongs to the caller's trace, not to whatever this thread works on.
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            var activity = _source.StartActivity(SpanName(exchange), ActivityKind.Client, Parent(exchange), tags: null, links: null, exchange.StartedAt);
            if (activity is null)
            {
                budget.Leave(1);
                return;
            }

            Describe(activity, exchange);
            activity.SetEndTime((exchange.StartedAt + exchange.Timing.Duration).UtcDateTime);
            activity.Stop();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static string SpanName(Exchange exchange) =>
        exchange.RequestModel is { } model ? $"{exchange.Operation} {model}" : exchange.Operation;

    private static ActivityContext Parent(Exchange exchange)
    {
        var traceparent = string.Create(CultureInfo.InvariantCulture, $"00-{exchange.TraceId}-{exchange.ParentSpanId}-{(exchange.ParentSampled ? "01" : "00")}");
        return ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var parent) ? parent : default;
    }

    private static void Describe(Activity activity, Exchange exchange)
    {
        activity.SetTag(MetricTags.GenAiOperation, exchange.Operation);
        activity.SetTag(MetricTags.GenAiProvider, exchange.Provider);
        activity.SetTag(MetricTags.GenAiRequestModel, exchange.RequestModel);
        activity.SetTag(MetricTags.GenAiResponseModel, exchange.ResponseModel);
        activity.SetTag(MetricTags.ServerAddress, exchange.ServerAddress);
        activity.SetTag(MetricTags.ServerPort, exchange.ServerAddress is null ? null : exchange.ServerPort);
        activity.SetTag(SpanAttributes.RequestStream, exchange.Streamed ? true : null);
        activity.SetTag(SpanAttributes.ResponseId, exchange.ResponseId);
        activity.SetTag(SpanAttributes.FinishReasons, exchange.FinishReasonRaw is { } reason ? new[] { reason } : null);
        activity.SetTag(SpanAttributes.TimeToFirstChunk, exchange.Streamed ? exchange.Timing.TimeToFirstEvent?.TotalSeconds : null);
        activity.SetTag(SpanAttributes.HttpStatus, exchange.Status == 0 ? null : exchange.Status);
        DescribeUsage(activity, exchange.Usage);
        DescribeOpenAi(activity, exchange);

        activity.SetTag(SpanAttributes.ExchangeId, exchange.Id.ToString());
        activity.SetTag(SpanAttributes.Upstream, exchange.Upstream);
        activity.SetTag(SpanAttributes.App, exchange.App);
        activity.SetTag(SpanAttributes.Outcome, ExchangeNames.Name(exchange.Outcome));
        activity.SetTag(SpanAttributes.TimeToFirstToken, exchange.Timing.TimeToFirstToken?.TotalSeconds);
        activity.SetTag(SpanAttributes.Cost, (double?)exchange.Cost.Total);
        activity.SetTag(SpanAttributes.CostSource, exchange.Cost.Total is null ? null : ExchangeNames.Name(exchange.Cost.Source));

        if (exchange.Outcome != ExchangeOutcome.Ok)
        {
            activity.SetTag(MetricTags.ErrorType, exchange.ErrorType ?? ExchangeNames.Name(exchange.Outcome));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void DescribeUsage(Activity activity, TokenUsage usage)
    {
        activity.SetTag(SpanAttributes.InputTokens, usage.InputTotal);
        activity.SetTag(SpanAttributes.OutputTokens, usage.OutputTotal);
        activity.SetTag(SpanAttributes.CacheReadTokens, usage.CacheRead);
        activity.SetTag(SpanAttributes.CacheWriteTokens, usage.CacheWrite);
        activity.SetTag(SpanAttributes.ReasoningTokens, usage.Reasoning);
        activity.SetTag(SpanAttributes.UsageSource, usage.Source == UsageSource.None ? null : ExchangeNames.Name(usage.Source));
    }

    private static void DescribeOpenAi(Activity activity, Exchange exchange)
    {
        var apiType = exchange.Dialect switch
        {
            DialectNames.OpenAIChat => "chat_completions",
            DialectNames.OpenAIResponses => "responses",
            _ => null,
        };
        if (apiType is null)
            return;
        activity.SetTag(SpanAttributes.OpenAiApiType, apiType);
        activity.SetTag(SpanAttributes.OpenAiServiceTier, exchange.ServiceTier);
        activity.SetTag(SpanAttributes.OpenAiFingerprint, exchange.SystemFingerprint);
    }
}
