namespace LlmSentinel.Core.Pricing;

/// <summary>
/// Splits the time an upstream is busy over the exchanges in flight: while n are in flight each is charged 1/n of every
/// second, so that all shares together are the wall-clock time in which at least one was in flight. O(1) per start and end.
/// Thread-safe.
/// </summary>
/// <remarks>
/// One counter grows by dt/n; an exchange's share is how much it grew meanwhile. Shares are rounded down to 100 ns and the
/// exchange that ends a busy period gets what rounding left over, so the sum is exact at every idle moment.
/// </remarks>
public sealed class BusyTimeMeter(TimeProvider time)
{
    // 20 bits of fraction below a tick of 100 ns: one share may be ten days long before the counter's difference overflows.
    private const int FractionBits = 20;

    private readonly Lock _lock = new();
    private readonly long _epoch = time.GetTimestamp();
    private long _now;
    private long _counter;
    private long _periodStart;
    private long _charged;
    private int _inFlight;

    /// <summary>Exchanges in flight.</summary>
    public int InFlight
    {
        get
        {
            lock (_lock) return _inFlight;
        }
    }

    /// <summary>An exchange starts. The token is given back to <see cref="Exit"/> exactly once.</summary>
    public long Enter()
    {
        lock (_lock)
        {
            Advance();
            if (_inFlight++ == 0)
            {
                _periodStart = _now;
                _charged = 0;
            }

            return _counter;
        }
    }

    /// <summary>The exchange ends: its share of the busy time.</summary>
    public TimeSpan Exit(long token)
    {
        lock (_lock)
        {
            if (_inFlight == 0) return TimeSpan.Zero;
            Advance();
            var share = --_inFlight == 0
                ? _now - _periodStart - _charged
                : unchecked(_counter - token) >> FractionBits;
            _charged += share;
            return new TimeSpan(share);
        }
    }

    private void Advance()
    {
        // Clocks of different cores may disagree by a little: time never runs backwards here.
        var now = Math.Max(_now, time.GetElapsedTime(_epoch).Ticks);
        if (_inFlight > 0) _counter = unchecked(_counter + (((now - _now) << FractionBits) / _inFlight));
        _now = now;
    }
}
