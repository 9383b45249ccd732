using System.Threading.Channels;

namespace LlmSentinel.Storage.Queueing;

/// <summary>Lets one waiter sleep until it is woken or a time is over. Waking twice wakes once; waking early is not lost.</summary>
internal sealed class WakeSignal : IDisposable
{
    private readonly Channel<byte> _signal = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ITimer _timer;

    public WakeSignal(TimeProvider time) =>
        _timer = time.CreateTimer(static state => ((WakeSignal)state!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Set() => _signal.Writer.TryWrite(0);

    /// <summary>Returns when woken; a wake-up may come for no reason.</summary>
    public async ValueTask WaitAsync(TimeSpan atMost)
    {
        _timer.Change(atMost, Timeout.InfiniteTimeSpan);
        await _signal.Reader.ReadAsync().ConfigureAwait(false);
    }

    public void Dispose() => _timer.Dispose();
}
