using System.Diagnostics.Metrics;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>The recording half of the store, with a spool in a folder of its own, and what it logs.</summary>
internal sealed class InfluxStore : IAsyncDisposable
{
    private readonly TempDirectory? _owned;
    private readonly FakeLogCollector _logs = new();

    /// <param name="url">Server.</param>
    /// <param name="folder">Spool; null for one that goes away with the store.</param>
    /// <param name="time">Clock; null for the real one.</param>
    /// <param name="client">In place of the real client.</param>
    /// <param name="change">Changes the options.</param>
    public InfluxStore(string url, string? folder = null, TimeProvider? time = null, IInfluxClient? client = null, Settings? change = null)
    {
        _owned = folder is null ? new TempDirectory() : null;
        Folder = folder ?? _owned!.File("spool");
        var settings = change ?? new Settings();
        var options = new StoreOptions
        {
            Kind = StoreKinds.InfluxDb,
            Url = url,
            Org = settings.Org,
            Bucket = settings.Bucket,
            Token = settings.Token,
            TokenFile = settings.TokenFile,
            User = settings.User,
            Password = settings.Password,
            QueueCapacity = settings.QueueCapacity,
            Rollups = settings.Rollups,
            Tags = settings.Host is null ? [] : new() { ["host"] = settings.Host },
            Spool = new SpoolOptions { Path = Folder, MaxSize = settings.MaxSize, Fsync = FsyncModes.Never },
            Batch = new BatchOptions { Lines = settings.Lines, Bytes = settings.Bytes, Age = settings.Age, Timeout = settings.Timeout },
        };
        Metrics = new SentinelMetrics(Meters);
        time ??= TimeProvider.System;
        Store = new InfluxExchangeStore(
            options, time, new Loggers(_logs), Metrics, client ?? new InfluxClient(options, time), new Random(settings.Seed));
        Metrics.Sources.Observe(Store);
    }

    public InfluxExchangeStore Store { get; }

    public SentinelMetrics Metrics { get; }

    public OneMeter Meters { get; } = new();

    public string Folder { get; }

    public string Quarantine => Path.Combine(Folder, "quarantine.lp");

    public IReadOnlyList<FakeLogRecord> Logs => _logs.GetSnapshot();

    public bool HasLogged(int eventId) => Logs.Any(l => l.Id.Id == eventId);

    /// <summary>Records and waits until the spool has it.</summary>
    public async Task RecordAsync(params IEnumerable<Exchange> exchanges)
    {
        foreach (var exchange in exchanges)
            Store.Record(exchange);
        Assert.True(await Store.FlushAsync(Eventually.DefaultDeadline), Store.Problem);
    }

    /// <summary>Waits until the server has dealt with everything.</summary>
    public async Task DeliverAsync() => Assert.True(await Store.DeliverAsync(Eventually.DefaultDeadline), Store.Problem);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Meters.Dispose();
        _owned?.Dispose();
    }

    /// <summary>What a test sets.</summary>
    internal sealed record Settings
    {
        public string Org { get; init; } = "";

        public string Bucket { get; init; } = InfluxServer.Database;

        public string Token { get; init; } = "";

        public string TokenFile { get; init; } = "";

        public string User { get; init; } = "";

        public string Password { get; init; } = "";

        public int QueueCapacity { get; init; } = 65_536;

        public bool Rollups { get; init; }

        public string? Host { get; init; }

        public long MaxSize { get; init; } = 64 << 20;

        public int Lines { get; init; } = 5_000;

        public int Bytes { get; init; } = 4 << 20;

        public TimeSpan Age { get; init; } = TimeSpan.FromMilliseconds(50);

        public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

        public int Seed { get; init; } = 1;
    }

    /// <summary>A meter factory that knows its one meter, and what its instruments say.</summary>
    internal sealed class OneMeter : IMeterFactory
    {
        private Meter? _meter;

        public Meter Create(MeterOptions options) => _meter = new Meter(options);

        /// <summary>The sum of what an instrument that is asked says, over the labels that hold a value.</summary>
        public long Read(string name, string? label = null)
        {
            long sum = 0;
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter == _meter && instrument.Name == name)
                    l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (label is null || (string?)tag.Value == label)
                    {
                        sum += value;
                        return;
                    }
                }
            });
            listener.Start();
            listener.RecordObservableInstruments();
            return sum;
        }

        public void Dispose() => _meter?.Dispose();
    }

    private sealed class Loggers(FakeLogCollector collector) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void Dispose()
        {
        }
    }
}
