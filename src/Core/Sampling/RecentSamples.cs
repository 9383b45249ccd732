namespace LlmSentinel.Core.Sampling;

/// <summary>The newest samples, in memory only: for looking at what evaluators are given. Bounded by number and by bytes. Thread-safe.</summary>
/// <param name="keep">Most samples kept; asked for with every sample.</param>
public sealed class RecentSamples(Func<int> keep) : ISampleSink
{
    /// <summary>Most bytes of text kept together.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<ExchangeSample> _newestFirst = new();
    private long _bytes;

    /// <inheritdoc/>
    public string Name => "samples";

    /// <inheritdoc/>
    public void Record(ExchangeSample sample)
    {
        var most = keep();
        lock (_lock)
        {
            _newestFirst.AddFirst(sample);
            _bytes += sample.TextBytes;
            while (_newestFirst.Count > most || (_bytes > MostBytes && _newestFirst.Count > 1))
            {
                _bytes -= _newestFirst.Last!.Value.TextBytes;
                _newestFirst.RemoveLast();
            }
        }
    }

    /// <summary>The newest samples that pass, newest first.</summary>
    public IReadOnlyList<ExchangeSample> Newest(int limit, Func<ExchangeSample, bool> passes)
    {
        lock (_lock)
            return [.. _newestFirst.Where(passes).Take(limit)];
    }

    /// <summary>The sample of an exchange; null when there is none, or no longer.</summary>
    public ExchangeSample? Find(Guid exchange)
    {
        lock (_lock)
            return _newestFirst.FirstOrDefault(s => s.Exchange.Id == exchange);
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _newestFirst.Clear();
            _bytes = 0;
        }
    }
}
