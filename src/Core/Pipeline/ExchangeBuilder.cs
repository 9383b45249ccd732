using System.Diagnostics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Core.Pipeline;

/// <summary>Turns what was seen of a call into its record: outcome, timing, usage, price, bounded labels.</summary>
public sealed class ExchangeBuilder(IPricer pricer, AppIdentity apps, LabelLimiter models, LabelLimiter appLabels)
{
    /// <summary>The record. Reads the observation, keeps nothing of it.</summary>
    public Exchange Build(CallObservation call, TokenUsage usage)
    {
        var facts = call.Response.Facts;
        TraceParent? trace = TraceParent.TryParse(call.TraceParent, out var parsed) ? parsed : null;
        return new Exchange
        {
            Id = call.Id,
            TraceId = trace?.TraceId,
            ParentSpanId = trace?.ParentId,
            ParentSampled = trace?.Sampled ?? false,
            StartedAt = call.StartedAt,
            Upstream = call.Upstream.Name,
            Provider = call.Upstream.Provider,
            ServerAddress = call.Destination?.Host,
            ServerPort = call.Destination?.Port,
            Dialect = call.Match.Dialect.Name,
            Operation = call.Match.Operation,
            RequestModel = models.Limit(call.Request.Model, admit: IsConfirmed(call)),
            ResponseModel = models.Limit(facts.Model),
            App = appLabels.Limit(apps.Of(call.AppHeader, call.Credential)),
            Method = call.Method,
            Status = call.Status,
            Outcome = call.Verdict.Outcome,
            ErrorType = call.Verdict.ErrorType,
            Streamed = call.Response.Streamed,
            Timing = Timing(call, usage),
            Usage = usage,
            Cost = Price(call, usage),
            FinishReason = facts.FinishReason,
            FinishReasonRaw = facts.FinishReasonRaw,
            ToolCalls = facts.ToolCalls,
            SystemFingerprint = facts.SystemFingerprint,
            ServiceTier = facts.ServiceTier,
            ProviderRequestId = call.Headers.ProviderRequestId,
            ResponseId = facts.ResponseId,
            RateLimit = facts.RateLimit ?? call.Headers.ReadRateLimit(call.Status, call.StartedAt),
            RequestBytes = call.RequestBytes,
            ResponseBytes = call.ResponseBytes,
            Events = call.Response.Events,
            SampleRate = call.SampleRate,
            Gap = call.ObserverFailed ? ObservationGap.ObserverFailed : call.Response.Gap,
        };
    }

    private ExchangeCost Price(CallObservation call, TokenUsage usage)
    {
        var facts = call.Response.Facts;
        return pricer.Price(new PriceRequest
        {
            Upstream = call.Upstream.Name,
            Provider = call.Upstream.Provider,
            RequestModel = call.Request.Model,
            ResponseModel = facts.Model,
            Usage = usage,
            ServiceTier = facts.ServiceTier,
            Speed = facts.Speed,
            InferenceGeo = facts.InferenceGeo,
            ReportedCost = facts.ReportedCost,
            At = call.StartedAt,
            BusyTime = call.BusyTime,
        });
    }

    /// <summary>
    /// True when the provider took the request, so that the model asked for is a real one. How the answer then ended says nothing of its
    /// name: a stream that was left or broke off counts as well.
    /// </summary>
    private static bool IsConfirmed(CallObservation call) => call.SentinelError is null && call.Status is >= 200 and < 300;

    private static ExchangeTiming Timing(CallObservation call, TokenUsage usage)
    {
        ref readonly var times = ref call.Times;
        ref readonly var clock = ref call.Response.Clock;
        return new ExchangeTiming
        {
            Duration = Stopwatch.GetElapsedTime(times.Received, times.Ended),
            TimeToFirstByte = CallTimes.Between(times.Sent, times.HeadArrived),
            TimeToFirstEvent = CallTimes.Between(times.Sent, clock.FirstEvent ?? 0),
            TimeToFirstToken = CallTimes.Between(times.Sent, clock.FirstOutput ?? 0),
            TimeToFirstAnswer = CallTimes.Between(times.Sent, clock.FirstAnswer ?? 0),
            InterChunkMean = Span(clock.GapMean),
            InterChunkP95 = Span(clock.GapP95),
            InterChunkMax = Span(clock.GapMax),
            OutputChunks = clock.OutputChunks,
            TimePerOutputToken = usage.OutputTotal is > 1 and var tokens && clock.LastOutput > clock.FirstOutput
                ? Stopwatch.GetElapsedTime(clock.FirstOutput!.Value, clock.LastOutput!.Value) / (tokens - 1)
                : null,
            AddedRequest = CallTimes.Between(times.BodyAwaited > 0 ? times.BodyAwaited : times.Received, times.Sent),
            AddedResponse = CallTimes.Between(times.BodyArrived, times.BodyForwarded),
            ProviderProcessing = call.Response.Facts.ProviderProcessing ?? call.Headers.ProviderProcessing,
        };
    }

    private static TimeSpan? Span(long? ticks) => ticks is { } t ? Stopwatch.GetElapsedTime(0, t) : null;
}
