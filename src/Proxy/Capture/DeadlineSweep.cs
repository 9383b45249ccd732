using System.Diagnostics;

namespace LlmSentinel.Proxy.Capture;

/// <summary>Looks at all exchanges a few times a second, so that none needs a timer of its own.</summary>
internal sealed class DeadlineSweep : IDisposable
{
    /// <summary>How late a timeout may strike.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _timer;

    public DeadlineSweep(ExchangePool pool, TimeProvider time) =>
        _timer = time.CreateTimer(_ => pool.CheckDeadlines(Stopwatch.GetTimestamp()), null, Period, Period);

    public void Dispose() => _timer.Dispose();
}
