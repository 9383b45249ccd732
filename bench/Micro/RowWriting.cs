using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Bench.Micro.Samples;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;

namespace LlmSentinel.Bench.Micro;

/// <summary>A record as a row of the SQLite store; per row.</summary>
public class RowWriting
{
    private const int Batch = 1000;

    private readonly List<Exchange> _exchanges = new(Batch);
    private readonly ExchangeIdSource _ids = new();
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private string _folder = "";
    private WriterDatabase _database = null!;
    private Connection _connection = null!;
    private LabelWriter _labels = null!;
    private Statement _insert = null!;

    /// <summary>Opens two databases: one to write to, one to bind for.</summary>
    [GlobalSetup]
    public void Setup()
    {
        SQLitePCL.Batteries_V2.Init();
        _folder = Directory.CreateTempSubdirectory("sentinel-micro-").FullName;
        _database = WriterDatabase.Open(Path.Combine(_folder, "write.db"), Migrations.All);
        _connection = Connection.OpenForWriting(Path.Combine(_folder, "bind.db"));
        Migrator.Migrate(_connection, Migrations.All);
        _labels = new LabelWriter(_connection);
        _insert = _connection.Prepare(ExchangeColumns.Insert);

        var call = new SampleCall(streamed: true);
        var builder = Builders.Create();
        for (var i = 0; i < Batch; i++)
            _exchanges.Add(builder.Build(call, call.Usage));
        Check.That(Write() == Batch, "every row is new");
    }

    /// <summary>Removes both.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _insert.Dispose();
        _labels.Dispose();
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A row's 75 values handed to SQLite, nothing written.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void Bind()
    {
        foreach (var exchange in _exchanges)
            ExchangeRow.Bind(_insert, RowKey.Of(exchange), exchange, _labels);
    }

    /// <summary>Rows of one transaction of a thousand, into the write-ahead log and, where it is full, the file.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int Write()
    {
        // The same records as new calls, a millisecond after each other: what is allocated is then the writer's own.
        foreach (var exchange in _exchanges)
        {
            _now = _now.AddMilliseconds(1);
            IdOf(exchange) = _ids.Next(_now);
            StartOf(exchange) = _now;
        }

        return _database.Write(_exchanges).Added;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")]
    private static extern ref Guid IdOf(Exchange exchange);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<StartedAt>k__BackingField")]
    private static extern ref DateTimeOffset StartOf(Exchange exchange);
}
