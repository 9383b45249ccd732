using System.Collections.Concurrent;
using System.Diagnostics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Telemetry;

/// <content>What is recorded of one exchange.</content>
public sealed partial class SentinelMetrics
{
    private static readonly object True = true;
    private static readonly object False = false;

    // Ports come from the configuration: few of them, boxed once.
    private readonly ConcurrentDictionary<int, object> _ports = new();

    /// <summary>Records one finished exchange in every instrument it has a value for.</summary>
    public void Record(Exchange exchange)
    {
        RecordedTrace.Set(exchange);
        try
        {
            RecordAll(exchange);
        }
        finally
        {
            RecordedTrace.Set(null);
        }
    }

    private void RecordAll(Exchange exchange)
    {
        var model = exchange.ResponseModel ?? exchange.RequestModel;
        var app = _labelApps ? exchange.App : null;
        var series = new TagList { { MetricTags.Upstream, exchange.Upstream } };
        AddIfKnown(ref series, MetricTags.Model, model);
        series.Add(MetricTags.Operation, exchange.Operation);

        if (exchange.Operation != OperationNames.Other)
            RecordGenAi(exchange, app);
        RecordExchange(exchange, series, app);
        RecordUsage(exchange, model, series, app);
        if (IsAnswer(exchange))
            RecordFinish(exchange, model, app);
        RecordTraffic(exchange);
        if (exchange.RateLimit is { } headroom)
            RecordHeadroom(exchange.Upstream, model, headroom);
    }

    private void RecordGenAi(Exchange exchange, string? app)
    {
        var tags = new TagList
        {
            { MetricTags.GenAiOperation, exchange.Operation },
            { MetricTags.GenAiProvider, exchange.Provider },
        };
        AddIfKnown(ref tags, MetricTags.GenAiRequestModel, exchange.RequestModel);
        AddIfKnown(ref tags, MetricTags.GenAiResponseModel, exchange.ResponseModel);
        if (exchange.ServerAddress is { } address)
        {
            tags.Add(MetricTags.ServerAddress, address);
            if (exchange.ServerPort is { } port)
                tags.Add(MetricTags.ServerPort, _ports.GetOrAdd(port, static p => p));
        }

        if (exchange.Operation is not (OperationNames.FetchResponse or OperationNames.CountTokens))
        {
            RecordTokens(exchange.Usage.InputTotal, "input", tags, app);
            RecordTokens(exchange.Usage.OutputTotal, "output", tags, app);
        }

        if (exchange.Streamed)
        {
            var streamed = tags;
            AddIfKnown(ref streamed, MetricTags.App, app);
            RecordSeconds(_genAiFirstChunk, exchange.Timing.TimeToFirstEvent, streamed);
            RecordSeconds(_genAiPerChunk, exchange.Timing.InterChunkMean, streamed);
        }

        AddIfKnown(ref tags, MetricTags.ErrorType, ErrorType(exchange));
        AddIfKnown(ref tags, MetricTags.App, app);
        _genAiDuration.Record(exchange.Timing.Duration.TotalSeconds, tags);
    }

    private void RecordTokens(long? count, string type, TagList tags, string? app)
    {
        if (count is not { } known)
            return;
        tags.Add(MetricTags.GenAiTokenType, type);
        AddIfKnown(ref tags, MetricTags.App, app);
        _genAiTokens.Record(known, tags);
    }

    private void RecordExchange(Exchange exchange, in TagList series, string? app)
    {
        var timing = exchange.Timing;
        var timed = series;
        AddIfKnown(ref timed, MetricTags.App, app);
        RecordSeconds(_firstByte, timing.TimeToFirstByte, timed);
        RecordSeconds(_firstToken, timing.TimeToFirstToken, timed);
        RecordSeconds(_perToken, timing.TimePerOutputToken, timed);
        RecordSeconds(_interChunkMax, timing.InterChunkMax, timed);

        var ended = series;
        ended.Add(MetricTags.Outcome, ExchangeNames.Name(exchange.Outcome));
        var counted = ended;
        AddIfKnown(ref ended, MetricTags.App, app);
        _duration.Record(timing.Duration.TotalSeconds, ended);
        counted.Add(MetricTags.Streamed, exchange.Streamed ? True : False);
        AddIfKnown(ref counted, MetricTags.App, app);
        _exchanges.Add(1, counted);
    }

    private void RecordUsage(Exchange exchange, string? model, TagList series, string? app)
    {
        var usage = exchange.Usage;
        var source = ExchangeNames.Name(usage.Source);
        series.Add(MetricTags.Source, source);
        _usage.Add(1, series);

        var tags = new TagList { { MetricTags.Upstream, exchange.Upstream } };
        AddIfKnown(ref tags, MetricTags.Model, model);
        CountTokens(usage.InputTotal, "input", source, tags, app);
        CountTokens(usage.OutputTotal, "output", source, tags, app);
        CountTokens(usage.CacheRead, "cache_read", source, tags, app);
        CountTokens(usage.CacheWrite, "cache_write", source, tags, app);
        CountTokens(usage.Reasoning, "reasoning", source, tags, app);

        if (exchange.Cost.Total is { } cost)
        {
            tags.Add(MetricTags.Source, ExchangeNames.Name(exchange.Cost.Source));
            AddIfKnown(ref tags, MetricTags.App, app);
            _cost.Add((double)cost, tags);
        }
        else if (usage.InputTotal is not null || usage.OutputTotal is not null)
        {
            _costUnknown.Add(1, tags);
        }
    }

    private void CountTokens(long? count, string type, string source, TagList tags, string? app)
    {
        if (count is not { } known)
            return;
        tags.Add(MetricTags.TokenType, type);
        tags.Add(MetricTags.Source, source);
        AddIfKnown(ref tags, MetricTags.App, app);
        _tokens.Add(known, tags);
    }

    private void RecordFinish(Exchange exchange, string? model, string? app)
    {
        var tags = new TagList { { MetricTags.Upstream, exchange.Upstream } };
        AddIfKnown(ref tags, MetricTags.Model, model);
        tags.Add(MetricTags.Reason, ExchangeNames.Name(exchange.FinishReason));
        AddIfKnown(ref tags, MetricTags.App, app);
        _finishReasons.Add(1, tags);
    }

    // A call that failed before it generated anything has no end to tell.
    private static bool IsAnswer(Exchange exchange) =>
        exchange.Operation is OperationNames.Chat or OperationNames.TextCompletion or OperationNames.GenerateContent
        && (exchange.FinishReason != FinishReason.Unknown || exchange.Outcome == ExchangeOutcome.Ok);

    private void RecordTraffic(Exchange exchange)
    {
        var request = new TagList { { MetricTags.Upstream, exchange.Upstream }, { MetricTags.Direction, "request" } };
        var response = new TagList { { MetricTags.Upstream, exchange.Upstream }, { MetricTags.Direction, "response" } };
        _bytes.Add(exchange.RequestBytes, request);
        _bytes.Add(exchange.ResponseBytes, response);
        RecordSeconds(_added, exchange.Timing.AddedRequest, request);
        RecordSeconds(_added, exchange.Timing.AddedResponse, response);
        if (exchange.Gap != ObservationGap.None)
            _gaps.Add(1, new TagList { { MetricTags.Upstream, exchange.Upstream }, { MetricTags.Reason, ExchangeNames.Name(exchange.Gap) } });
    }

    private void RecordHeadroom(string upstream, string? model, RateLimitHeadroom headroom)
    {
        var tags = new TagList { { MetricTags.Upstream, upstream } };
        AddIfKnown(ref tags, MetricTags.Model, model);
        var requests = tags;
        requests.Add(MetricTags.Resource, "requests");
        tags.Add(MetricTags.Resource, "tokens");
        if (headroom.RemainingRequests is { } remainingRequests)
            _rateRemaining.Record(remainingRequests, requests);
        if (headroom.RemainingTokens is { } remainingTokens)
            _rateRemaining.Record(remainingTokens, tags);
        if (headroom.LimitRequests is { } limitRequests)
            _rateLimit.Record(limitRequests, requests);
        if (headroom.LimitTokens is { } limitTokens)
            _rateLimit.Record(limitTokens, tags);
    }

    /// <summary>OpenTelemetry's <c>error.type</c>: the error word, else the outcome; null for an exchange that ended well.</summary>
    private string? ErrorType(Exchange exchange) => exchange.Outcome == ExchangeOutcome.Ok ? null
        : _errorTypes.Limit(exchange.ErrorType) ?? ExchangeNames.Name(exchange.Outcome);

    private static void RecordSeconds(System.Diagnostics.Metrics.Histogram<double> histogram, TimeSpan? value, in TagList tags)
    {
        if (value is { } known)
            histogram.Record(known.TotalSeconds, tags);
    }

    private static void AddIfKnown(ref TagList tags, string name, string? value)
    {
        if (value is not null)
            tags.Add(name, value);
    }
}
