namespace LlmSentinel.Functional.BadInput;

/// <summary>Looks at a number again and again and keeps the largest.</summary>
internal sealed class PeakWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Func<long> _read;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<long> _watching;

    public PeakWatch(Func<long> read)
    {
        _read = read;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>The largest number seen.</summary>
    public async Task<long> StopAsync()
    {
        await _stop.CancelAsync();
        return await _watching;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<long> WatchAsync()
    {
        var largest = _read();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, CancellationToken.None);
            largest = Math.Max(largest, _read());
        }

        return largest;
    }
}
