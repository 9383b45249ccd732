using System.Diagnostics;
using System.Threading.Channels;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Core.Sampling;

/// <summary>
/// Reads the text of sampled calls that are recorded already, and hands it to the sinks. On a bounded queue of its own, because a long
/// prompt takes milliseconds; what finds no place or no memory is given up and counted.
/// </summary>
public sealed partial class SampleStage : IAsyncDisposable
{
    private const string EvaluationQueue = "evaluation";
    private const int Capacity = 256;

    private readonly Channel<(CallObservation Call, Exchange Exchange)> _queue = Channel.CreateBounded<(CallObservation, Exchange)>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Func<SamplingOptions> _options;
    private readonly IReadOnlyList<ISampleSink> _sinks;
    private readonly SentinelMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Task _reading;

    /// <summary>Starts the stage.</summary>
    /// <param name="options">The options in effect.</param>
    /// <param name="sinks">Where samples go, in this order; with none nothing is read.</param>
    /// <param name="metrics">What is counted of the stage itself.</param>
    /// <param name="logger">Log.</param>
    public SampleStage(Func<SamplingOptions> options, IReadOnlyList<ISampleSink> sinks, SentinelMetrics metrics, ILogger<SampleStage> logger)
    {
        _options = options;
        _sinks = sinks;
        _metrics = metrics;
        _logger = logger;
        metrics.Sources.Observe(new QueueGauge(EvaluationQueue, () => _queue.Reader.Count, () => Capacity));
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Takes over a sampled call and releases it once it is read. Never blocks, never throws.</summary>
    internal void Enqueue(CallObservation call, Exchange exchange)
    {
        if (_sinks.Count > 0 && TryEnqueue(call, exchange))
            return;
        call.Release();
    }

    /// <summary>Accepts no more calls and waits until all that were accepted are read.</summary>
    public async Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        await _reading;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CompleteAsync();

    private bool TryEnqueue(CallObservation call, Exchange exchange)
    {
        if (LacksBytes(call))
        {
            _metrics.SampleEnded(exchange.Upstream, SampleResults.ByteBudget);
            return false;
        }

        // What was found in the response is kept apart from its copy: only the text waits.
        call.Response.ReleaseCopies();
        if (_queue.Writer.TryWrite((call, exchange)))
            return true;
        _metrics.Sources.Drops.Add(EvaluationQueue, DropReasons.Full, 1);
        _metrics.SampleEnded(exchange.Upstream, SampleResults.QueueFull);
        return false;
    }

    private static bool LacksBytes(CallObservation call) =>
        call.RequestCopy.Gap == ObservationGap.ByteBudget || call.Response.Gap == ObservationGap.ByteBudget || call.Response.Facts.Text.BudgetRanOut;

    private async Task ReadAsync()
    {
        await foreach (var (call, exchange) in _queue.Reader.ReadAllAsync())
        {
            if (TryBuild(call, exchange) is not { } sample)
                continue;
            foreach (var sink in _sinks)
                Record(sink, sample);
            _metrics.SampleEnded(exchange.Upstream, SampleResults.Kept);
        }
    }

    private ExchangeSample? TryBuild(CallObservation call, Exchange exchange)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var sample = SampleBuilder.Build(call, exchange, _options());
            _metrics.StageRan(EvaluationQueue, Stopwatch.GetElapsedTime(start));
            return sample;
        }
        catch (Exception e)
        {
            _metrics.StageFailed(EvaluationQueue);
            _metrics.SampleEnded(exchange.Upstream, SampleResults.Failed);
            LogSampleFailed(e);
            return null;
        }
        finally
        {
            call.Release();
        }
    }

    private void Record(ISampleSink sink, ExchangeSample sample)
    {
        try
        {
            sink.Record(sample);
        }
        catch (Exception e)
        {
            _metrics.StageFailed(sink.Name);
            LogSinkFailed(sink.Name, e);
        }
    }

    [LoggerMessage(EventIds.SampleFailed, LogLevel.Error, "The text of a sampled call could not be read; the call is recorded without it")]
    private partial void LogSampleFailed(Exception exception);

    [LoggerMessage(EventIds.SampleSinkFailed, LogLevel.Error, "Sink {Sink} failed to take a sample")]
    private partial void LogSinkFailed(string sink, Exception exception);
}
