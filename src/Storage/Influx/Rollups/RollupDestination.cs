using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Shipping;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>Where sums of one length go: a bucket or policy of their own, by way of a spool of their own.</summary>
internal sealed class RollupDestination : ISpoolStatus, IAsyncDisposable
{
    private const long MostSpoolBytes = 64 << 20;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SpoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly DeliveryFigures _figures;
    private readonly Shipper _shipper;
    private volatile DiskSpool? _spool;
    private volatile string? _diskProblem;

    /// <param name="options">The store's.</param>
    /// <param name="store">Its name.</param>
    /// <param name="place">One of <see cref="RollupPlaces"/>.</param>
    /// <param name="random">For pauses.</param>
    /// <param name="metrics">Where requests are counted; null for nowhere.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    public RollupDestination(
        StoreOptions options, string store, string place, Random random, SentinelMetrics? metrics, TimeProvider time, ILoggerFactory loggers)
    {
        Name = store;
        Destination = place;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<RollupDestination>();
        _figures = new DeliveryFigures(store, place, metrics);
        Client = new InfluxClient(RollupPlaces.OptionsFor(options, place), time);
        var settings = SpoolSettingsOf.Options(options.Spool);
        var size = Math.Min(settings.MaxBytes, MostSpoolBytes);
        _settings = settings with { Folder = $"{settings.Folder}-{place}", MaxBytes = size, SegmentBytes = (int)Math.Min(settings.SegmentBytes, size / 8) };
        _shipper = new Shipper(
            Client, options.Batch, $"{options.Url.TrimEnd('/')} ({RollupPlaces.Bucket(options, place)})", new QuarantineFile(_settings.Folder, time),
            _figures, random, time, _logger);
        _shipper.Start();
    }

    /// <summary>The server, for reading back.</summary>
    public IInfluxClient Client { get; }

    /// <summary>
    /// True where a point that is written again takes the place of the first: everywhere but on VictoriaMetrics, which keeps both. True before
    /// the server has told what it is.
    /// </summary>
    public bool Overwrites => Client.Server?.Kind != InfluxKind.VictoriaMetrics;

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Destination { get; }

    /// <inheritdoc />
    public string? Problem => _diskProblem ?? _shipper.Health.Problem ?? _spool?.Problem;

    /// <inheritdoc />
    public string? Server => Client.Server?.ToString();

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

    /// <summary>Opens the spool, so that what an earlier process left in it is delivered; throws what a disk throws. Nothing once it is open.</summary>
    public void Open()
    {
        if (_spool is not null)
            return;
        _spool = DiskSpool.Open(_settings, _time, _loggers.CreateLogger<DiskSpool>());
        _shipper.Attach(_spool);
    }

    /// <summary>Puts lines into the spool, which is open; throws what a disk throws.</summary>
    public void Append(LineBuffer lines, int points)
    {
        _spool!.Append(lines.Written, points);
        _shipper.Appended();
    }

    /// <summary>Tells that all there was to append was appended.</summary>
    public void Succeeded() => _diskProblem = null;

    /// <summary>Tells that lines could not be made or appended, and how many exchanges are given up for it.</summary>
    public void Failed(Exception e, long lost)
    {
        var problem = $"{_settings.Folder}: {(e is UnusableSpoolException ? e.Message : DiskErrors.Describe(e))}";
        if (problem != _diskProblem || lost > 0)
            Log.RollupsFailing(_logger, problem, lost);
        _diskProblem = problem;
    }

    /// <summary>Delivers what is in the spool to a server that answers, within 5 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_shipper.Health.FailingSince is null)
            await Task.WhenAny(_shipper.DeliverAsync(), Task.Delay(CloseTimeout, _time)).ConfigureAwait(false);
        await _shipper.DisposeAsync().ConfigureAwait(false);
        _spool?.Dispose();
        Client.Dispose();
    }
}
