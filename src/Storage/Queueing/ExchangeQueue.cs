using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Queueing;

/// <summary>Exchanges on their way to the writer: bounded, never blocks the one who records, counts what it turns away.</summary>
internal sealed class ExchangeQueue(int capacity)
{
    private readonly Channel<Exchange> _channel = Channel.CreateBounded<Exchange>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private long _accepted;
    private long _turnedAway;
    private long _waiting;

    public int Capacity => capacity;

    /// <summary>Exchanges taken in since start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Exchanges turned away since start: the queue was full or closed.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Exchanges inside now.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    public bool TryAdd(Exchange exchange)
    {
        // Counted before it can be seen by the reader, so that the count never lags behind what is settled.
        Interlocked.Increment(ref _waiting);
        if (_channel.Writer.TryWrite(exchange))
        {
            Interlocked.Increment(ref _accepted);
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _turnedAway);
        return false;
    }

    public bool TryTake([NotNullWhen(true)] out Exchange? exchange)
    {
        if (!_channel.Reader.TryRead(out exchange))
            return false;
        Interlocked.Decrement(ref _waiting);
        return true;
    }

    /// <summary>Nothing more is taken in.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
