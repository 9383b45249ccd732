using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Shipping;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>Where sums of one length go: a bucket or policy of their own, by way of a spool of their own.</summary>
internal sealed class RollupDestination : IAsyncDisposable
{
    private const long MostSpoolBytes = 64 << 20;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SpoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly Shipper _shipper;
    private DiskSpool? _spool;

    /// <param name="options">The store's.</param>
    /// <param name="place">One of <see cref="RollupPlaces"/>.</param>
    /// <param name="random">For pauses.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    public RollupDestination(StoreOptions options, string place, Random random, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _loggers = loggers;
        Client = new InfluxClient(RollupPlaces.OptionsFor(options, place), time);
        var settings = SpoolSettingsOf.Options(options.Spool);
        var size = Math.Min(settings.MaxBytes, MostSpoolBytes);
        _settings = settings with { Folder = $"{settings.Folder}-{place}", MaxBytes = size, SegmentBytes = (int)Math.Min(settings.SegmentBytes, size / 8) };
        _shipper = new Shipper(
            Client, options.Batch, $"{options.Url.TrimEnd('/')} ({RollupPlaces.Bucket(options, place)})", new QuarantineFile(_settings.Folder, time),
            new DeliveryFigures(place, metrics: null), random, time, loggers.CreateLogger<RollupDestination>());
        _shipper.Start();
    }

    /// <summary>The server, for reading back.</summary>
    public IInfluxClient Client { get; }

    /// <summary>Puts lines into the spool; throws what a disk throws.</summary>
    public void Append(LineBuffer lines, int points)
    {
        if (_spool is null)
        {
            _spool = DiskSpool.Open(_settings, _time, _loggers.CreateLogger<DiskSpool>());
            _shipper.Attach(_spool);
        }

        _spool.Append(lines.Written, points);
        _shipper.Appended();
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
