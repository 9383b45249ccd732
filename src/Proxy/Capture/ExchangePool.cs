using System.Collections.Concurrent;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Exchanges for reuse, and the list of all that were ever made, which the deadline sweep walks. There are as many as were ever
/// in flight or waiting to be recorded at once; their copies of bodies are not kept.
/// </summary>
internal sealed class ExchangePool(CaptureBudget budget, SentinelMetrics metrics, bool samples)
{
    private readonly ConcurrentQueue<ObservedExchange> _idle = new();
    private readonly Lock _growing = new();
    private volatile ObservedExchange[] _all = [];
    private int _count;

    public SentinelMetrics Metrics { get; } = metrics;

    /// <summary>Whether anything takes samples.</summary>
    public bool Samples { get; } = samples;

    public ExchangeIdSource Ids { get; } = new();

    public ObservedExchange Rent() => _idle.TryDequeue(out var exchange) ? exchange : Make();

    public void Return(ObservedExchange exchange) => _idle.Enqueue(exchange);

    /// <summary>Lets every late exchange time out.</summary>
    public void CheckDeadlines(long now)
    {
        // The count first: the array it is read beside is then never shorter.
        var count = Volatile.Read(ref _count);
        foreach (var exchange in _all.AsSpan(0, count))
        {
            try
            {
                exchange.Deadline.Check(now);
            }
            catch (Exception)
            {
                // A cancellation callback failed; the timer's thread must live.
                Metrics.StageFailed("deadline");
            }
        }
    }

    private ObservedExchange Make()
    {
        var exchange = new ObservedExchange(this, budget);
        lock (_growing)
        {
            var all = _all;
            if (_count == all.Length)
            {
                Array.Resize(ref all, Math.Max(64, all.Length * 2));
                _all = all;
            }

            all[_count] = exchange;
            Volatile.Write(ref _count, _count + 1);
        }

        return exchange;
    }
}
