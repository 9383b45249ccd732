using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using LlmSentinel.Bench.Micro.Samples;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Bench.Micro;

/// <summary>Records as points into the spool, as the store writes them: a thousand lines a block; per record.</summary>
public class SpoolWriting
{
    private const int Batch = 1000;

    private readonly List<Exchange> _exchanges = new(Batch);
    private readonly ExchangeIdSource _ids = new();
    private readonly LineBuffer _lines = new(1 << 20);
    private readonly PointSlots _slots = new();
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private string _folder = "";
    private DiskSpool _spool = null!;

    /// <summary>When blocks are brought to the disk.</summary>
    [Params("never", "interval", "always")]
    public string Fsync { get; set; } = "";

    /// <summary>Opens a spool of four segments: the oldest is given up again and again, as when the server is away for long.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("sentinel-micro-").FullName;
        var settings = new SpoolSettings
        {
            Folder = Path.Combine(_folder, "spool"), MaxBytes = 64 << 20, Fsync = Enum.Parse<FsyncPolicy>(Fsync, ignoreCase: true),
        };
        _spool = DiskSpool.Open(settings, TimeProvider.System, NullLogger.Instance);
        var call = new SampleCall(streamed: true);
        var builder = Builders.Create();
        for (var i = 0; i < Batch; i++)
            _exchanges.Add(builder.Build(call, call.Usage));
        Check.That(Append() == Batch, "every record is acknowledged");
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _spool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A thousand records to lines and into one acknowledged block.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public long Append()
    {
        // The same records as new calls, a millisecond after each other: what is allocated is then the store's own.
        _lines.Clear();
        foreach (var exchange in _exchanges)
        {
            _now = _now.AddMilliseconds(1);
            IdOf(exchange) = _ids.Next(_now);
            StartOf(exchange) = _now;
            ExchangeLine.Write(_lines, exchange, _slots.Take(exchange));
        }

        _spool.Append(_lines.Written, Batch);
        return _spool.Appended;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")]
    private static extern ref Guid IdOf(Exchange exchange);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<StartedAt>k__BackingField")]
    private static extern ref DateTimeOffset StartOf(Exchange exchange);
}
