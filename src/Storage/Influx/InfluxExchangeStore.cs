using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Reading;
using LlmSentinel.Storage.Influx.Rollups;
using LlmSentinel.Storage.Influx.Shipping;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// Records on an InfluxDB server, or on one that takes its points, and reads back from it. Exchanges go through a bounded queue to a spool on disk, and from there
/// to the server; who records never waits, and never hears of a server or a disk that fails.
/// </summary>
public sealed class InfluxExchangeStore : IExchangeSink, IExchangeStore, IStoreStatus, ISpoolStatus, IFlushableStore, IAsyncDisposable
{
    private const string StoreName = "influxdb";
    private const string Points = "points";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ExchangeQueue _queue;
    private readonly IInfluxClient _client;
    private readonly DeliveryFigures _figures;
    private readonly PointWriter _writer;
    private readonly Shipper _shipper;
    private readonly RollupRecorder? _rollups;
    private readonly InfluxExchangeReader _reader;
    private volatile DiskSpool? _spool;
    private int _disposed;

    /// <summary>Opens the spool and looks for the server in the background.</summary>
    /// <param name="options">What is configured; its kind is the caller's business.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="metrics">Where requests are counted; null for nowhere.</param>
    public InfluxExchangeStore(StoreOptions options, TimeProvider time, ILoggerFactory loggers, SentinelMetrics? metrics)
        : this(options, time, loggers, metrics, new InfluxClient(options, time), new Random())
    {
    }

    internal InfluxExchangeStore(
        StoreOptions options, TimeProvider time, ILoggerFactory loggers, SentinelMetrics? metrics, IInfluxClient client, Random random)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        _time = time;
        _client = client;
        _rollups = options.Rollups ? new RollupRecorder(options, StoreName, random, metrics, time, loggers) : null;
        _reader = new InfluxExchangeReader(client, time)
        {
            Minutes = _rollups is null ? null : RollupSource.Minutes(_rollups.Minutes.Client),
            Hours = _rollups is null ? null : RollupSource.Hours(_rollups.Hours.Client),
        };
        Spools = _rollups is null ? [this] : [this, _rollups.Minutes, _rollups.Hours];
        _queue = new ExchangeQueue(options.QueueCapacity);
        _figures = new DeliveryFigures(StoreName, Points, metrics);
        var logger = loggers.CreateLogger<InfluxExchangeStore>();
        var spool = SpoolSettingsOf.Options(options.Spool);
        _shipper = new Shipper(
            client, options.Batch, options.Url.TrimEnd('/'), new QuarantineFile(spool.Folder, time), _figures, random, time, logger);
        _writer = new PointWriter(
            _queue, () => DiskSpool.Open(spool, time, loggers.CreateLogger<DiskSpool>()), Opened, _shipper.Appended,
            new PointTags(options.Tags), _rollups, spool.Folder, time, logger);
        _shipper.Start();
        _writer.Start();
    }

    /// <inheritdoc cref="IStoreStatus.Name" />
    public string Name => StoreName;

    /// <inheritdoc />
    public bool Healthy => Problem is null;

    /// <inheritdoc cref="IStoreStatus.Problem" />
    public string? Problem => _writer.Health.Problem ?? _shipper.Health.Problem ?? _spool?.Problem;

    /// <summary>Exchanges the spool has taken since start.</summary>
    public long Written => _writer.Written;

    /// <inheritdoc />
    public long Dropped => _queue.TurnedAway + _writer.Lost + (_spool is { } spool ? spool.Dropped + spool.Lost : 0);

    /// <inheritdoc />
    public long QueueDepth => _queue.Waiting + _writer.InHand;

    /// <inheritdoc />
    public long QueueCapacity => _queue.Capacity;

    /// <summary>Bytes of the spool.</summary>
    public long? SizeBytes => _spool?.Bytes;

    /// <inheritdoc />
    public long TextsCut => _writer.TextsCut;

    /// <inheritdoc />
    public IReadOnlyList<ISpoolStatus> Spools { get; }

    /// <inheritdoc />
    public string Destination => Points;

    /// <inheritdoc />
    public string? Server => _client.Server?.ToString();

    /// <inheritdoc />
    public long WaitingPoints => _spool?.Pending ?? 0;

    /// <inheritdoc />
    public long WaitingBytes => _spool?.Bytes ?? 0;

    /// <inheritdoc />
    public TimeSpan? OldestAge => _spool?.OldestAge;

    /// <inheritdoc />
    public long Delivered => _figures.Delivered;

    /// <inheritdoc />
    public IReadOnlyList<ReasonCount> Lost => _spool is { } spool ? [new("full", spool.Dropped), new("damaged", spool.Lost)] : [];

    /// <inheritdoc />
    public IReadOnlyList<ReasonCount> Quarantined => _figures.Quarantined;

    /// <inheritdoc />
    public long Retries => _figures.Retries;

    /// <inheritdoc />
    public TimeSpan? ClockAhead => _figures.Clock.Ahead;

    /// <inheritdoc />
    public void Record(Exchange exchange)
    {
        if (_queue.TryAdd(exchange))
            _writer.Queued();
    }

    /// <inheritdoc />
    public Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken) => _reader.QueryAsync(query, cancellationToken);

    /// <inheritdoc />
    public Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken) => _reader.FindAsync(id, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken) =>
        _reader.SummarizeAsync(query, cancellationToken);

    /// <inheritdoc />
    public Task<bool> FlushAsync(TimeSpan timeout) => WithinAsync(_writer.FlushAsync(), timeout);

    /// <summary>
    /// Waits until the server has dealt with everything recorded before; false when that took longer than <paramref name="timeout"/> (it
    /// goes on all the same).
    /// </summary>
    public async Task<bool> DeliverAsync(TimeSpan timeout)
    {
        var started = _time.GetTimestamp();
        return await FlushAsync(timeout).ConfigureAwait(false)
            && await WithinAsync(_shipper.DeliverAsync(), timeout - _time.GetElapsedTime(started)).ConfigureAwait(false);
    }

    /// <summary>
    /// Brings what is queued to the spool, waiting up to 5 seconds, and from there to a server that answers, up to 5 seconds more: a spool
    /// may not outlive its container.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _queue.Close();
        await FlushAsync(CloseTimeout).ConfigureAwait(false);
        if (_shipper.Health.FailingSince is null)
            await WithinAsync(_shipper.DeliverAsync(), CloseTimeout).ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _shipper.DisposeAsync().ConfigureAwait(false);
        if (_rollups is not null)
            await _rollups.DisposeAsync().ConfigureAwait(false);
        _spool?.Dispose();
        _client.Dispose();
    }

    private void Opened(DiskSpool spool)
    {
        _spool = spool;
        _shipper.Attach(spool);
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan timeout)
    {
        try
        {
            await task.WaitAsync(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
