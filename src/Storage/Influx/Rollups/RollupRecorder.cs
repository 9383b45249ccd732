using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx.Writing;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>
/// Sums up what is recorded by the minute and by the hour, and puts the sums of each period that is over on their way to the server, once a
/// minute also what the open hour has come to. A process that ends in order writes all of it; one that is killed loses what came since the
/// last minute was written, and readers notice by the points themselves.
/// </summary>
internal sealed class RollupRecorder : IAsyncDisposable
{
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;

    // Calls are recorded when they end: a little later most of a minute's have.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly RollupLevel _minutes;
    private readonly RollupLevel _hours;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _minute;

    /// <param name="options">The store's.</param>
    /// <param name="store">Its name.</param>
    /// <param name="random">For pauses and offsets.</param>
    /// <param name="metrics">Where requests are counted; null for nowhere.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    public RollupRecorder(StoreOptions options, string store, Random random, SentinelMetrics? metrics, TimeProvider time, ILoggerFactory loggers)
    {
        var offset = random.Next(1_000_000_000);
        var tags = new PointTags(options.Tags);
        _minutes = new RollupLevel(new RollupTable(Minute, offset), Destination(RollupPlaces.Minute), [.. "llm_exchange_1m"u8], tags);
        _hours = new RollupLevel(new RollupTable(Hour, offset), Destination(RollupPlaces.Hour), [.. "llm_exchange_1h"u8], tags);
        _time = time;
        _minute = MinuteOf(Due());
        _timer = time.CreateTimer(static recorder => ((RollupRecorder)recorder!).FlushDue(), this, Interval, Interval);

        RollupDestination Destination(string place) => new(options, store, place, random, metrics, time, loggers);
    }

    /// <summary>Where minutes go.</summary>
    public RollupDestination Minutes => _minutes.Server;

    /// <summary>Where hours go.</summary>
    public RollupDestination Hours => _hours.Server;

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
        }
    }

    /// <summary>Writes what is over and what is not, and delivers it to a server that answers, within 5 seconds each.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _minutes.Flush(long.MaxValue, others: false);
            _hours.Flush(long.MaxValue, others: false);
        }

        await Minutes.DisposeAsync().ConfigureAwait(false);
        await Hours.DisposeAsync().ConfigureAwait(false);
    }

    private void FlushDue()
    {
        lock (_lock)
        {
            var due = Due();
            var isNewMinute = MinuteOf(due) != _minute;
            _minute = MinuteOf(due);
            _minutes.Flush(due, others: false);
            _hours.Flush(due, isNewMinute && Hours.Overwrites);
        }
    }

    private long Due() => PointTime.Microseconds(_time.GetUtcNow() - Grace);

    private static long MinuteOf(long microseconds) => microseconds / Minute;
}
