using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>
/// Sums up what is recorded by the minute and by the hour, and puts the sums of each period that is over on their way to the server. Sums
/// of periods that are not over are in memory only: a process that ends in order writes them as parts, one that is killed loses them, and
/// readers notice by the points themselves.
/// </summary>
internal sealed class RollupRecorder : IAsyncDisposable
{
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;

    // Open combinations of period and tags, of some 3 KB each. Beyond it they are written early, as parts.
    private const int MostOpen = 4_000;

    // Calls are recorded when they end: a little later most of a minute's have.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly RollupTable _minutes;
    private readonly RollupTable _hours;
    private readonly RollupDestination _minuteServer;
    private readonly RollupDestination _hourServer;
    private readonly PointTags _tags;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _failing;

    public RollupRecorder(StoreOptions options, Random random, TimeProvider time, ILoggerFactory loggers)
    {
        var offset = random.Next(1_000_000_000);
        _minutes = new RollupTable(Minute, offset);
        _hours = new RollupTable(Hour, offset);
        _minuteServer = new RollupDestination(options, RollupPlaces.Minute, random, time, loggers);
        _hourServer = new RollupDestination(options, RollupPlaces.Hour, random, time, loggers);
        _tags = new PointTags(options.Tags);
        _time = time;
        _logger = loggers.CreateLogger<RollupRecorder>();
        _timer = time.CreateTimer(static recorder => ((RollupRecorder)recorder!).FlushDue(), this, Interval, Interval);
    }

    /// <summary>Where minutes can be read back.</summary>
    public IInfluxClient Minutes => _minuteServer.Client;

    /// <summary>Where hours can be read back.</summary>
    public IInfluxClient Hours => _hourServer.Client;

    /// <summary>Adds an exchange. Does no I/O but when too much is open.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="nanoseconds">Time of its point.</param>
    public void Add(Exchange exchange, long nanoseconds)
    {
        var microseconds = PointTime.Microseconds(nanoseconds);
        lock (_lock)
        {
            _minutes.Add(exchange, microseconds);
            _hours.Add(exchange, microseconds);
            if (_minutes.Count + _hours.Count > MostOpen)
                Flush(long.MaxValue);
        }
    }

    /// <summary>Writes what is over and what is not, and delivers it to a server that answers, within 5 seconds each.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
            Flush(long.MaxValue);
        await _minuteServer.DisposeAsync().ConfigureAwait(false);
        await _hourServer.DisposeAsync().ConfigureAwait(false);
    }

    private void FlushDue()
    {
        lock (_lock)
            Flush(PointTime.Microseconds(_time.GetUtcNow() - Grace));
    }

    private void Flush(long before)
    {
        try
        {
            _minutes.Flush(before, "llm_exchange_1m"u8, _tags, _minuteServer.Append);
            _hours.Flush(before, "llm_exchange_1h"u8, _tags, _hourServer.Append);
            _failing = false;
        }
        catch (Exception e)
        {
            // A disk mostly; nothing that is wrong here may end a timer's thread or the writing of points. Kept for the next time, as far as
            // there is room.
            var lost = _minutes.Count + _hours.Count > MostOpen ? _minutes.Clear() + _hours.Clear() : 0;
            if (!_failing || lost > 0)
                Log.RollupsFailing(_logger, e is UnusableSpoolException ? e.Message : DiskErrors.Describe(e), lost);
            _failing = true;
        }
    }
}
