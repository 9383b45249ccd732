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
    private CancellationTokenSource _source = new();
    private long _started;
    private long _lastActivity;
    private long _headers;
    private long _idle;
    private long _total;

    // Counts up at every start and every end: odd while a call is watched. Whoever moves it from a watched call's number ends the watch,
    // be it the call or the sweep.
    private long _watch;

    // The watch that was ended by a timeout, and which: (number << 2) | kind.
    private long _struck;
    private volatile bool _headSeen;
    private volatile bool _clientIsSlow;
    private long _current;

    public CancellationToken Token => _source.Token;

    /// <summary>The timeout that struck.</summary>
    public TimeoutKind Expired => Volatile.Read(ref _struck) is var struck && struck >> 2 == _current ? (TimeoutKind)(struck & 3) : TimeoutKind.None;

    /// <summary>Begins to watch. Timeouts of zero never strike.</summary>
    public void Start(long now, TimeSpan headers, TimeSpan idle, TimeSpan total)
    {
        _headers = Ticks(headers);
        _idle = Ticks(idle);
        _total = Ticks(total);
        _started = now;
        _headSeen = false;
        _clientIsSlow = false;
        Volatile.Write(ref _lastActivity, now);
        _current = _watch + 1;
        Volatile.Write(ref _watch, _current);
    }

    /// <summary>Cancels the call as well when <paramref name="client"/> does. Disposed of before <see cref="Stop"/>.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken client) =>
        client.UnsafeRegister(static deadline => ((Deadline)deadline!)._source.Cancel(), this);

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
        // Where a timeout has struck, its cancellation may still be on its way to the old token.
        var struck = Interlocked.CompareExchange(ref _watch, _current + 1, _current) != _current;
        if (struck || !_source.TryReset())
            _source = new CancellationTokenSource();
    }

    /// <summary>Cancels the call when one of its timeouts has passed. Called by the sweep.</summary>
    public void Check(long now)
    {
        var watch = Volatile.Read(ref _watch);
        if ((watch & 1) == 0)
            return;
        var source = _source;
        var late = Late(now);

        // Fails when the exchange has ended, or ended and begun anew, since the first look.
        if (late == TimeoutKind.None || Interlocked.CompareExchange(ref _watch, watch + 1, watch) != watch)
            return;
        Volatile.Write(ref _struck, (watch << 2) | (long)late);
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
