using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// The one task between spool and server. A turn: ask what the server is if that is open, gather a batch from the spool, send it, and
/// when each of its points is dealt with note so in the spool. Holds one batch in memory, however long the server is away.
/// </summary>
internal sealed class Shipper : IAsyncDisposable
{
    // While somebody waits for points to arrive, a pause after a failure is no longer than this.
    private static readonly TimeSpan HurriedPause = TimeSpan.FromMilliseconds(100);

    private readonly IInfluxClient _client;
    private readonly BatchOptions _options;
    private readonly string _url;
    private readonly QuarantineFile _quarantine;
    private readonly DeliveryFigures _figures;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LineBatch _batch = new();
    private readonly BatchSender _sender;
    private readonly RetrySchedule _retries;
    private readonly WakeSignal _wake;
    private readonly FlushWaiters _deliveries = new();
    private readonly CancellationTokenSource _stop = new();

    private Task _running = Task.CompletedTask;
    private volatile DiskSpool? _spool;
    private SpoolPosition _position;
    private StoreHealth _health = StoreHealth.Healthy;
    private InfluxServerInfo? _toldServer;
    private bool _probeDue = true;
    private bool _closed;
    private long _gatheredAt;
    private TimeSpan _pause;
    private bool _pauseAsked;
    private long _failedAt;
    private int _asleep;

    public Shipper(
        IInfluxClient client, BatchOptions options, string url, QuarantineFile quarantine, DeliveryFigures figures, Random random,
        TimeProvider time, ILogger logger)
    {
        _client = client;
        _options = options;
        _url = url;
        _quarantine = quarantine;
        _figures = figures;
        _time = time;
        _logger = logger;
        _sender = new BatchSender(client, _batch, options.Lines, options.Bytes, Answered, time);
        _retries = new RetrySchedule(random);
        _wake = new WakeSignal(time);
    }

    public StoreHealth Health => Volatile.Read(ref _health);

    /// <summary>Begins; points are read once there is a spool. Once.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Gives it the spool.</summary>
    public void Attach(DiskSpool spool)
    {
        _position = spool.Committed;
        _spool = spool;
        _wake.Set();
    }

    /// <summary>Tells that there is more in the spool.</summary>
    public void Appended()
    {
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
            _wake.Set();
    }

    /// <summary>Completes when the server has dealt with all that is in the spool now.</summary>
    public Task DeliverAsync()
    {
        if (_spool is not { } spool)
            return Task.CompletedTask;
        var delivery = _deliveries.Add(End(spool));
        _deliveries.Release(spool.Committed.Point);
        _wake.Set();
        return delivery;
    }

    // Both are read under a lock of their own: only an unmoved beginning tells the end.
    private static long End(DiskSpool spool)
    {
        while (true)
        {
            var begin = spool.Committed.Point;
            var end = begin + spool.Pending;
            if (begin == spool.Committed.Point)
                return end;
        }
    }

    /// <summary>Ends, giving up a request under way; what was not delivered stays in the spool.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _wake.Set();
        await _running.ConfigureAwait(false);
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await TurnAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                pause = Failed(new WriteAnswer(WriteResult.Unreachable, null, $"the spool cannot be read: {DiskErrors.Describe(e)}"));
            }

            if (pause != TimeSpan.Zero)
                await SleepAsync(pause).ConfigureAwait(false);
        }
    }

    /// <summary>Does what is due and returns until when nothing is; zero when there is more to do at once.</summary>
    private async ValueTask<TimeSpan> TurnAsync()
    {
        if (PauseLeft() is var left && left > TimeSpan.Zero)
            return left;
        if (_probeDue && await ProbeAsync().ConfigureAwait(false) is { } away)
            return Failed(away);
        if (_spool is not { } spool)
            return Timeout.InfiniteTimeSpan;
        if (!_closed)
        {
            if (Gather(spool) is var wait && wait != TimeSpan.Zero)
                return wait;
            _closed = true;
            _sender.Begin();
        }

        var limit = _sender.BytesLimit;
        var obstacle = await _sender.SendAsync(_stop.Token).ConfigureAwait(false);
        if (_sender.BytesLimit < limit)
            Log.BatchTooLarge(_logger, _url, _sender.BytesLimit);
        if (obstacle is not null)
            return Failed(obstacle);
        Settle(spool);
        return TimeSpan.Zero;
    }

    private async ValueTask SleepAsync(TimeSpan pause)
    {
        // A pause after a failure is not cut short by more to send, nor a batch by what does not fill it.
        Interlocked.Exchange(ref _asleep, PauseLeft() > TimeSpan.Zero ? 0 : 1);
        if (!HasMore())
            await _wake.WaitAsync(pause).ConfigureAwait(false);
        Volatile.Write(ref _asleep, 0);
    }

    // Between the last look into the spool and the flag above more may have come.
    private bool HasMore() => _asleep == 1 && !_closed && _spool is { } spool && _batch.Count == 0 && spool.WaitForDataAsync(_position).IsCompleted;

    /// <summary>Fills the batch. Zero when it is to be sent, else for how long it may still grow.</summary>
    private TimeSpan Gather(DiskSpool spool)
    {
        while (!IsFull() && spool.TryRead(ref _position, _batch.Writer, out var points))
        {
            if (_batch.Count == 0)
                _gatheredAt = _time.GetTimestamp();
            _batch.Added(points);
        }

        if (_batch.Count == 0)
        {
            // The position may have moved over damage.
            spool.Commit(_position);
            _deliveries.Release(spool.Committed.Point);
            return Timeout.InfiniteTimeSpan;
        }

        return IsFull() || _deliveries.Any ? TimeSpan.Zero : _time.Left(_options.Age, _gatheredAt);
    }

    private bool IsFull() =>
        _batch.Count > 0 && (_batch.Count + PointWriter.MostPoints > _options.Lines || _batch.Bytes + PointWriter.MostBytes > _options.Bytes);

    private void Settle(DiskSpool spool)
    {
        SetAside();
        _figures.Took(_batch.Count - _sender.Refused.Count);
        spool.Commit(_position);
        Forget();
        _retries.Reset();
        _pause = TimeSpan.Zero;
        _deliveries.Release(spool.Committed.Point);
        if (_health.FailingSince is not { } since)
            return;
        Log.DeliveryRecovered(_logger, _url, (_time.GetUtcNow() - since).TotalSeconds);
        Volatile.Write(ref _health, StoreHealth.Healthy);
    }

    private void SetAside()
    {
        if (_sender.Refused.Count == 0)
            return;
        try
        {
            _quarantine.Add(_batch, _sender.Refused);
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            Log.QuarantineFailing(_logger, _sender.Refused.Count, _quarantine.Path, DiskErrors.Describe(e));
        }

        foreach (var group in _sender.Refused.GroupBy(r => r.Word, StringComparer.Ordinal))
        {
            _figures.SetAside(group.Key, group.Count());
            Log.Quarantined(_logger, _url, group.Count(), group.Key, group.First().Reason, _quarantine.Path);
        }
    }

    private void Forget()
    {
        _batch.Clear();
        _closed = false;
    }

    private TimeSpan Failed(WriteAnswer answer)
    {
        _pause = _retries.Next(answer);
        _pauseAsked = answer.RetryAfter is not null;
        _failedAt = _time.GetTimestamp();
        _figures.Retried();
        _probeDue = answer.Result is not (WriteResult.Busy or WriteResult.Refused);
        var problem = Problems.Describe(_url, answer);
        if (problem != _health.Problem)
            Log.DeliveryFailing(_logger, problem);
        Volatile.Write(ref _health, _health.Failed(_time.GetUtcNow(), problem, answer.Result.ToString()));

        // Every point refused for no reason of its own: the next attempt takes along what has come since, which may fare better.
        if (answer.Result == WriteResult.Refused && _spool is { } spool)
        {
            Forget();
            _position = spool.Committed;
        }

        return PauseLeft();
    }

    /// <summary>Finds out what the server is; what is in the way, or null.</summary>
    private async ValueTask<WriteAnswer?> ProbeAsync()
    {
        try
        {
            var found = await _client.ProbeAsync(_stop.Token).ConfigureAwait(false);
            _probeDue = false;
            if (found != _toldServer)
            {
                Log.ServerFound(_logger, _url, found.ToString());
                _sender.ForgetLimit();
            }

            _toldServer = found;
            return null;
        }
        catch (InfluxException e)
        {
            return new WriteAnswer(WriteResult.Unreachable, e.Status, e.Message);
        }
    }

    private void Answered(WriteAnswer answer, TimeSpan elapsed)
    {
        _figures.Answered(answer.Result, elapsed);
        if (answer.ClockAhead is { } ahead && _figures.Clock.IsNewlySkewed(ahead))
            Log.ClocksDiffer(_logger, _url, ahead.TotalSeconds);
        if (answer.Result == WriteResult.Written)
            _retries.Reset();
    }

    private TimeSpan PauseLeft() => _time.Left(_deliveries.Any && !_pauseAsked && _pause > HurriedPause ? HurriedPause : _pause, _failedAt);
}
