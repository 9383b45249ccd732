using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>
/// The one task that writes. A turn: open the file if need be, write one batch, run one slice of retention, release those
/// who wait for a flush. What cannot be written stays in hand and is tried again; only a full queue loses exchanges.
/// </summary>
internal sealed class ExchangeWriter : IAsyncDisposable
{
    private const int BatchRows = 1000;

    // What wakes the writer apart from its timer and its owner: no exchange, any, or as many as make a batch.
    private const int Awake = 0;
    private const int UntilAny = 1;
    private const int UntilMany = 2;

    // A short wait after a small batch gathers the next one: under steady traffic 20 transactions a second in place of hundreds.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FlushRetry = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly ExchangeQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DatabaseFile _file;
    private readonly List<Exchange> _batch = new(BatchRows);
    private readonly RetentionSchedule _retention;
    private readonly FlushWaiters _flushes = new();
    private readonly DropReport _drops;
    private readonly WakeSignal _wake;
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _wakeAt;

    private Task _running = Task.CompletedTask;
    private StoreHealth _health = StoreHealth.Healthy;
    private long _failedAt;
    private long _batchEndedAt;
    private bool _lingering;
    private bool _moreRollups;
    private long _settled;
    private long _written;
    private long _refused;
    private long _inHand;
    private long _lastBatchTicks;
    private int _sleep;
    private volatile bool _stopping;

    public ExchangeWriter(
        string path, TimeSpan retention, long maxBytes, ExchangeQueue queue, TimeProvider time, ILogger logger,
        IReadOnlyList<Migration> migrations, Action fileReplaced)
    {
        _path = path;
        _queue = queue;
        _time = time;
        _logger = logger;
        _file = new DatabaseFile(path, migrations, time, logger, fileReplaced);
        _retention = new RetentionSchedule(retention, maxBytes, time);
        _wake = new WakeSignal(time);
        _wakeAt = Math.Min(BatchRows, queue.Capacity / 2);
        _drops = new DropReport(time);
    }

    public StoreHealth Health => Volatile.Read(ref _health);

    public long Written => Interlocked.Read(ref _written);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Exchanges taken from the queue and not yet written.</summary>
    public long InHand => Interlocked.Read(ref _inHand);

    public long? FileBytes => _file.Bytes;

    public TimeSpan LastBatch => new(Interlocked.Read(ref _lastBatchTicks));

    public long Removed => _retention.Removed;

    /// <summary>Completes when the file was opened, or could not be, for the first time.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Tells that an exchange was queued.</summary>
    public void Queued()
    {
        var sleep = Volatile.Read(ref _sleep);
        if (sleep == UntilAny || (sleep == UntilMany && _queue.Waiting >= _wakeAt))
        {
            Volatile.Write(ref _sleep, Awake);
            _wake.Set();
        }
    }

    /// <summary>A reader found the file damaged: have it checked.</summary>
    public void SuspectDamage()
    {
        _file.SuspectDamage();
        _wake.Set();
    }

    /// <summary>Completes when all that was queued before is on disk.</summary>
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

        _file.Dispose();
        _wake.Dispose();
        _firstAttempt.TrySetResult();
        var lost = InHand + _queue.Waiting;
        Interlocked.Add(ref _refused, lost);
        if (lost > 0)
            Log.ClosedWithLoss(_logger, _path, lost);
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
        var sleep = _health.Attempts > 0 ? Awake : _lingering ? UntilMany : UntilAny;
        Interlocked.Exchange(ref _sleep, sleep);

        // Whoever queued just before the flag was set did not see it.
        if (sleep == Awake || _queue.Waiting < (sleep == UntilMany ? _wakeAt : 1))
            await _wake.WaitAsync(pause).ConfigureAwait(false);
        Volatile.Write(ref _sleep, Awake);
    }

    /// <summary>Does what is due and returns until when nothing is; zero when there is more to do at once.</summary>
    private TimeSpan Turn()
    {
        ReportDrops();
        if (_health.Attempts > 0 && PauseLeft() is var left && left > TimeSpan.Zero)
            return left;

        try
        {
            var database = _file.Get();
            WriteBatch(database);
            if (database.HasStaleRollups)
                database.RebuildRollupsSlice();
            _moreRollups = database.HasStaleRollups;
            if (_retention.RunSlice(database) is > 0 and var removed)
                Log.Expired(_logger, removed, _path);
            Succeeded();
            SettleFlushes(database);
        }
        catch (Exception e)
        {
            Failed(e);
        }

        _firstAttempt.TrySetResult();
        return NextPause();
    }

    private TimeSpan NextPause()
    {
        if (_health.Attempts > 0)
            return PauseLeft();
        if (_file.DamageSuspected || _moreRollups)
            return TimeSpan.Zero;

        var pause = _retention.Due;
        _lingering = false;
        if (_queue.Waiting > 0)
        {
            var linger = LingerLeft();
            _lingering = linger > TimeSpan.Zero;
            pause = linger < pause ? linger : pause;
        }

        return pause;
    }

    private TimeSpan PauseLeft()
    {
        var pause = _health.Pause;
        if (_flushes.Any && pause > FlushRetry)
            pause = FlushRetry;
        return _time.Left(pause, _failedAt);
    }

    private TimeSpan LingerLeft() =>
        _flushes.Any || _queue.Waiting >= _wakeAt ? TimeSpan.Zero : _time.Left(Linger, _batchEndedAt);

    private void WriteBatch(WriterDatabase database)
    {
        if (_batch.Count == 0 && LingerLeft() > TimeSpan.Zero)
            return;
        while (_batch.Count < BatchRows && _queue.TryTake(out var exchange))
        {
            Interlocked.Increment(ref _inHand);
            _batch.Add(exchange);
        }

        if (_batch.Count == 0)
            return;

        var began = _time.GetTimestamp();
        var result = database.Write(_batch);
        _batchEndedAt = _time.GetTimestamp();
        Interlocked.Exchange(ref _lastBatchTicks, _time.GetElapsedTime(began, _batchEndedAt).Ticks);
        Interlocked.Add(ref _written, result.Added);
        Interlocked.Add(ref _refused, result.Refused);
        _settled += _batch.Count;
        _batch.Clear();
        Interlocked.Exchange(ref _inHand, 0);
        if (result.Refused > 0)
            Log.Refused(_logger, result.Refused, result.Refusal!);
    }

    private void SettleFlushes(WriterDatabase database)
    {
        if (!_flushes.AnyReached(_settled))
            return;
        database.Checkpoint();
        _flushes.Release(_settled);
    }

    private void Succeeded()
    {
        if (_health.FailingSince is not { } since)
            return;
        Log.Recovered(_logger, _path, (_time.GetUtcNow() - since).TotalSeconds);
        Volatile.Write(ref _health, StoreHealth.Healthy);
    }

    private void Failed(Exception e)
    {
        if (SqliteErrors.IsCorrupt(e) && _file.TrySetAside())
            return;

        var problem = SqliteErrors.Describe(e);
        if (problem != _health.Problem)
            Log.Failing(_logger, _path, problem, _queue.Capacity);
        Volatile.Write(ref _health, _health.Failed(_time.GetUtcNow(), problem, e.GetType().Name));
        _failedAt = _time.GetTimestamp();

        // A connection that was refused once may stay refused (a read-only handle, a file replaced below it): start anew.
        // A lock is the exception: it goes away by itself.
        if (SqliteErrors.IsBusy(e))
            return;
        _file.Close();

        // Closing brought to disk what could be brought there: nobody waits on for rows that are written.
        _flushes.Release(_settled);
    }

    private void ReportDrops()
    {
        var total = _queue.TurnedAway;
        if (_drops.IsDue(total, out var since))
            Log.Dropped(_logger, since, total, _path);
    }
}
