using System.Diagnostics;

namespace LlmSentinel.Proxy.Capture;

/// <summary>Which of the configured timeouts ended a call.</summary>
internal enum TimeoutKind
{
    None,
    Headers,
    Idle,
    Total,
}

/// <summary>
/// The timeouts of one exchange without a timer of its own: the exchange notes when something last moved, and one sweep over all
/// exchanges finds those that are late. Pooled with its exchange.
/// </summary>
internal sealed class Deadline
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _source = new();
    private long _started;
    private long _lastActivity;
    private long _headers;
    private long _idle;
    private long _total;
    private bool _running;
    private volatile bool _headSeen;
    private volatile bool _clientIsSlow;
    private volatile TimeoutKind _expired;

    public CancellationToken Token => _source.Token;

    /// <summary>The timeout that struck.</summary>
    public TimeoutKind Expired => _expired;

    /// <summary>Begins to watch. Timeouts of zero never strike.</summary>
    public void Start(long now, TimeSpan headers, TimeSpan idle, TimeSpan total)
    {
        _headers = Ticks(headers);
        _idle = Ticks(idle);
        _total = Ticks(total);
        _started = now;
        _headSeen = false;
        _clientIsSlow = false;
        _expired = TimeoutKind.None;
        Volatile.Write(ref _lastActivity, now);
        lock (_gate)
            _running = true;
    }

    /// <summary>Something moved.</summary>
    public void Touch(long now) => Volatile.Write(ref _lastActivity, now);

    /// <summary>The response head arrived: from now on silence counts as idle.</summary>
    public void HeadArrived(long now)
    {
        Volatile.Write(ref _lastActivity, now);
        _headSeen = true;
    }

    /// <summary>A write waits for the client: that silence is not the upstream's.</summary>
    public void ClientStalls() => _clientIsSlow = true;

    /// <summary>The client reads again.</summary>
    public void ClientReads(long now)
    {
        Volatile.Write(ref _lastActivity, now);
        _clientIsSlow = false;
    }

    /// <summary>Ends the watch and readies the token for the next exchange.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running = false;
            // Of a timeout that has struck, the cancellation may still be on its way.
            if (_expired != TimeoutKind.None || !_source.TryReset())
                _source = new CancellationTokenSource();
        }
    }

    /// <summary>Cancels the call when one of its timeouts has passed. Called by the sweep.</summary>
    public void Check(long now)
    {
        var late = Late(now);
        if (late == TimeoutKind.None)
            return;

        CancellationTokenSource source;
        lock (_gate)
        {
            // The exchange may have ended, or ended and begun anew, since the first look.
            if (!_running || _expired != TimeoutKind.None || Late(now) is var still && still == TimeoutKind.None)
                return;
            _expired = still;
            source = _source;
        }

        source.Cancel();
    }

    private TimeoutKind Late(long now)
    {
        if (_total > 0 && now - _started > _total)
            return TimeoutKind.Total;
        var silence = now - Volatile.Read(ref _lastActivity);
        if (!_headSeen)
            return _headers > 0 && silence > _headers ? TimeoutKind.Headers : TimeoutKind.None;
        return _idle > 0 && silence > _idle && !_clientIsSlow ? TimeoutKind.Idle : TimeoutKind.None;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
