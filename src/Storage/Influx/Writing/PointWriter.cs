using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Influx.Rollups;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Writing;

/// <summary>
/// The one task between queue and spool. A turn: open the spool if need be, make lines of what is queued, append them as one block,
/// release those who wait for a flush. A block that cannot be appended stays in hand and is tried again; only a full queue loses
/// exchanges.
/// </summary>
internal sealed class PointWriter : IAsyncDisposable
{
    /// <summary>Most points of a block.</summary>
    public const int MostPoints = 1_000;

    /// <summary>Bytes after which a block is closed; one more point may stand behind.</summary>
    public const int MostBytes = 1 << 20;

    // A short wait after a small block gathers the next one, as long as nobody would notice.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly ExchangeQueue _queue;
    private readonly Func<DiskSpool> _open;
    private readonly Action<DiskSpool> _opened;
    private readonly Action _appended;
    private readonly PointTags _tags;
    private readonly RollupRecorder? _rollups;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _wake;
    private readonly FlushWaiters _flushes = new();
    private readonly DropReport _drops;
    private readonly LineBuffer _lines = new(1 << 16);
    private readonly PointSlots _slots = new();

    private Task _running = Task.CompletedTask;
    private DiskSpool? _spool;
    private StoreHealth _health = StoreHealth.Healthy;
    private long _failedAt;
    private long _appendedAt;
    private long _settled;
    private long _inHand;
    private long _textsCut;
    private int _asleep;
    private volatile bool _stopping;

    /// <param name="queue">Where exchanges come from.</param>
    /// <param name="open">Opens the spool; may throw, and is then called again.</param>
    /// <param name="opened">Called once with the spool.</param>
    /// <param name="appended">Called after each block.</param>
    /// <param name="tags">Tags of the configuration.</param>
    /// <param name="rollups">Sums up what is written; null for nobody.</param>
    /// <param name="folder">The spool's folder, for people.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    public PointWriter(
        ExchangeQueue queue, Func<DiskSpool> open, Action<DiskSpool> opened, Action appended, PointTags tags, RollupRecorder? rollups, string folder,
        TimeProvider time, ILogger logger)
    {
        _queue = queue;
        _open = open;
        _opened = opened;
        _appended = appended;
        _tags = tags;
        _rollups = rollups;
        _folder = folder;
        _time = time;
        _logger = logger;
        _wake = new WakeSignal(time);
        _drops = new DropReport(time);
    }

    public StoreHealth Health => Volatile.Read(ref _health);

    /// <summary>Exchanges appended since start.</summary>
    public long Written => Interlocked.Read(ref _settled);

    /// <summary>Exchanges taken from the queue and not yet appended.</summary>
    public long InHand => Interlocked.Read(ref _inHand);

    /// <summary>Texts of them that were cut to what servers take.</summary>
    public long TextsCut => Interlocked.Read(ref _textsCut);

    /// <summary>Exchanges that could not be appended before the end.</summary>
    public long Lost { get; private set; }

    /// <summary>Tells that an exchange was queued.</summary>
    public void Queued()
    {
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            _wake.Set();
    }

    /// <summary>Completes when all that was queued before is in the spool.</summary>
    public Task FlushAsync()
    {
        var flush = _flushes.Add(_queue.Accepted);
        _wake.Set();
        return flush;
    }

    /// <summary>Begins to write. Once.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Ends after the turn it is in; what is left then is lost, counted and logged.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _wake.Set();
        await _running.ConfigureAwait(false);
        _wake.Dispose();
        Lost = InHand + _queue.Waiting;
        if (Lost > 0)
            Log.ClosedWithLoss(_logger, _folder, Lost);
    }

    private async Task RunAsync()
    {
        while (!_stopping)
        {
            var pause = Turn();
            if (pause == TimeSpan.Zero)
                await Task.Yield();
            else
                await SleepAsync(pause).ConfigureAwait(false);
        }
    }

    private async ValueTask SleepAsync(TimeSpan pause)
    {
        // While it lingers or pauses after a failure nobody need wake it: the timer does.
        var untilQueued = pause == Timeout.InfiniteTimeSpan;
        Interlocked.Exchange(ref _asleep, untilQueued ? 1 : 0);
        if (!untilQueued || _queue.Waiting == 0)
            await _wake.WaitAsync(pause).ConfigureAwait(false);
        Volatile.Write(ref _asleep, 0);
    }

    /// <summary>Does what is due and returns until when nothing is; zero when there is more to do at once.</summary>
    private TimeSpan Turn()
    {
        ReportDrops();
        if (_health.Attempts > 0 && _time.Left(_health.Pause, _failedAt) is var left && left > TimeSpan.Zero)
            return left;
        try
        {
            WriteBlock(_spool ?? Open());
            Succeeded();
            _flushes.Release(_settled);
        }
        catch (Exception e)
        {
            Failed(e);
            return _health.Pause;
        }

        return _queue.Waiting == 0 ? Timeout.InfiniteTimeSpan : LingerLeft();
    }

    private DiskSpool Open()
    {
        _spool = _open();
        _opened(_spool);
        return _spool;
    }

    private void WriteBlock(DiskSpool spool)
    {
        if (_inHand == 0)
        {
            if (LingerLeft() > TimeSpan.Zero)
                return;
            Gather();
        }

        if (_inHand == 0)
            return;
        var points = (int)_inHand;
        spool.Append(_lines.Written, points);
        _appendedAt = _time.GetTimestamp();
        _lines.Clear();
        Interlocked.Add(ref _settled, points);
        Interlocked.Exchange(ref _inHand, 0);
        _appended();
    }

    private void Gather()
    {
        while (_inHand < MostPoints && _lines.Written.Length < MostBytes && _queue.TryTake(out var exchange))
        {
            Interlocked.Increment(ref _inHand);
            var time = _slots.Take(exchange);
            ExchangeLine.Write(_lines, exchange, time, _tags);
            _rollups?.Add(exchange, time);
        }

        Interlocked.Exchange(ref _textsCut, _lines.Cut);
    }

    private TimeSpan LingerLeft() =>
        _flushes.Any || _stopping || _queue.Waiting >= MostPoints ? TimeSpan.Zero : _time.Left(Linger, _appendedAt);

    private void Succeeded()
    {
        if (_health.FailingSince is not { } since)
            return;
        Log.SpoolRecovered(_logger, _folder, (_time.GetUtcNow() - since).TotalSeconds);
        Volatile.Write(ref _health, StoreHealth.Healthy);
    }

    private void Failed(Exception e)
    {
        var problem = $"{_folder}: {(e is UnusableSpoolException ? e.Message : DiskErrors.Describe(e))}";
        if (problem != _health.Problem)
            Log.SpoolFailing(_logger, problem, _queue.Capacity);
        Volatile.Write(ref _health, _health.Failed(_time.GetUtcNow(), problem, e.GetType().Name));
        _failedAt = _time.GetTimestamp();
    }

    private void ReportDrops()
    {
        var total = _queue.TurnedAway;
        if (_drops.IsDue(total, out var since))
            Log.Dropped(_logger, since, total, _folder);
    }
}
