using System.Diagnostics;
using System.Threading.Channels;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Wire;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Core.Pipeline;

/// <summary>
/// Reads, prices and records ended calls, off their path. Two bounded queues, one a speed: capture (microseconds a call) and estimation
/// (a tokenizer: milliseconds). A full capture queue drops calls, a full estimation queue drops estimates; both are counted.
/// </summary>
public sealed partial class ExchangePipeline : ICallQueue, IAsyncDisposable
{
    private const string CaptureQueue = "capture";
    private const string EstimationQueue = "estimation";
    private const string BuildStage = "build";
    private const int EstimationCapacity = 2048;

    // Waking a thread costs as much as reading a call: under load calls are read many at a time, a moment after their end.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly CallBuffer _calls;
    private readonly Channel<CallObservation> _estimates;
    private readonly UsageEstimation _estimation;
    private readonly ExchangeBuilder _builder;
    private readonly IReadOnlyList<IExchangeSink> _sinks;
    private readonly SentinelMetrics _metrics;
    private readonly SampleStage? _samples;
    private readonly ILogger _logger;
    private readonly Lock _recording = new();
    private readonly Task _reading;
    private readonly Task _estimating;

    /// <summary>Starts the pipeline.</summary>
    /// <param name="capacity">Ended calls that may wait.</param>
    /// <param name="estimation">Counts what the provider did not.</param>
    /// <param name="builder">Makes the record.</param>
    /// <param name="sinks">Where records go, in this order.</param>
    /// <param name="metrics">What is counted of the pipeline itself.</param>
    /// <param name="logger">Log.</param>
    /// <param name="samples">Takes over sampled calls once they are recorded; ended with the pipeline. Null: nothing is sampled.</param>
    public ExchangePipeline(int capacity, UsageEstimation estimation, ExchangeBuilder builder, IReadOnlyList<IExchangeSink> sinks,
        SentinelMetrics metrics, ILogger<ExchangePipeline> logger, SampleStage? samples = null)
    {
        _calls = new CallBuffer(capacity);
        _estimates = Channel.CreateBounded<CallObservation>(new BoundedChannelOptions(EstimationCapacity) { SingleReader = true, SingleWriter = true });
        _estimation = estimation;
        _builder = builder;
        _sinks = sinks;
        _metrics = metrics;
        _logger = logger;
        _samples = samples;
        metrics.Sources.Observe(new QueueGauge(CaptureQueue, () => _calls.Count, () => capacity));
        metrics.Sources.Observe(new QueueGauge(EstimationQueue, () => _estimates.Reader.Count, () => EstimationCapacity));
        _reading = Task.Run(ReadAsync);
        _estimating = Task.Run(EstimateAsync);
    }

    /// <inheritdoc/>
    public void Enqueue(CallObservation call)
    {
        if (_calls.TryAdd(call))
            return;
        _metrics.Sources.Drops.Add(CaptureQueue, DropReasons.Full, 1);
        call.Release();
    }

    /// <summary>Accepts no more calls and waits until all that were accepted are recorded.</summary>
    public async Task CompleteAsync()
    {
        _calls.Complete();
        await _reading;
        _estimates.Writer.TryComplete();
        await _estimating;
        if (_samples is not null)
            await _samples.CompleteAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CompleteAsync();

    /// <summary>The order of the stages: read the body, judge the end, count what is missing, build and price, record, sample.</summary>
    private void Process(CallObservation call)
    {
        call.Response.Complete();
        call.Headers.ApplyUsage(call.Response.Facts);
        call.Verdict = CallVerdict.Of(call);
        var usage = UsageRules.Record(call.Response.Facts, call.Verdict.Complete);
        if (!_estimation.IsNeeded(call, usage))
            Record(call, usage);
        else if (!_estimates.Writer.TryWrite(call))
        {
            _metrics.Sources.Drops.Add(EstimationQueue, DropReasons.Full, 1);
            Record(call, usage);
        }
    }

    /// <summary>Releases the call or hands it on in any case, and never throws.</summary>
    private void Record(CallObservation call, TokenUsage usage)
    {
        Exchange exchange;
        try
        {
            exchange = _builder.Build(call, usage);
        }
        catch (Exception e)
        {
            _metrics.StageFailed(BuildStage);
            LogCallFailed(e);
            call.Release();
            return;
        }

        // Whoever takes a sample finds its exchange recorded; any other call gives its memory back before the sinks take their time.
        var stage = call.SampleRate is null ? null : _samples;
        if (stage is null)
            call.Release();

        lock (_recording)
        {
            foreach (var sink in _sinks)
                Record(sink, exchange);
        }

        stage?.Enqueue(call, exchange);
    }

    private void Record(IExchangeSink sink, Exchange exchange)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            sink.Record(exchange);
            _metrics.StageRan(sink.Name, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            _metrics.StageFailed(sink.Name);
            LogSinkFailed(sink.Name, e);
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            await _calls.WaitAsync();
            // Asked before the last look: what was accepted before the end is still found.
            var completed = _calls.Completed;
            while (_calls.TryTake(out var call))
                Guard(CaptureQueue, call, Process);
            if (completed)
                return;
            await Task.Delay(Gathering);
        }
    }

    private async Task EstimateAsync()
    {
        await foreach (var call in _estimates.Reader.ReadAllAsync())
            Guard(EstimationQueue, call, Estimate);
    }

    /// <summary>A count that fails costs the estimate, not the record.</summary>
    private void Estimate(CallObservation call)
    {
        var usage = UsageRules.Record(call.Response.Facts, call.Verdict.Complete);
        try
        {
            usage = _estimation.Estimate(call, usage);
        }
        catch (Exception e)
        {
            _metrics.StageFailed(EstimationQueue);
            LogEstimateFailed(e);
        }

        Record(call, usage);
    }

    private void Guard(string name, CallObservation call, Action<CallObservation> stage)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            stage(call);
            _metrics.StageRan(name, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e)
        {
            // It failed before Record, which releases the call by itself and does not throw.
            _metrics.StageFailed(name);
            LogCallFailed(e);
            call.Release();
        }
    }

    [LoggerMessage(EventIds.SinkFailed, LogLevel.Error, "Sink {Sink} failed to record an exchange")]
    private partial void LogSinkFailed(string sink, Exception exception);

    [LoggerMessage(EventIds.EstimateFailed, LogLevel.Error, "Tokens of a call could not be counted; it is recorded without an estimate")]
    private partial void LogEstimateFailed(Exception exception);

    [LoggerMessage(EventIds.CallReadingFailed, LogLevel.Error, "An ended call could not be read and is not recorded")]
    private partial void LogCallFailed(Exception exception);
}
