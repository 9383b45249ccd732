namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>Looks at the memory of processes again and again.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<int> _processes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public PeakMemory(IReadOnlyList<int> processes)
    {
        _processes = processes;
        _watching = WatchAsync();
    }

    /// <summary>The most that was seen, in bytes.</summary>
    public long Bytes { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        do
            Bytes = Math.Max(Bytes, ProcFiles.ResidentBytes(_processes));
        while (await NextAsync(timer));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
