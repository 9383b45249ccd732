using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>The embedded store on a file in a folder of its own, with what it logs.</summary>
internal sealed class SqliteStore : StoreUnderTest
{
    private readonly TempDirectory? _owned;
    private readonly FakeLogCollector _logs = new();

    public SqliteStore(
        string? path = null, TimeProvider? time = null, TimeSpan? retention = null, int queueCapacity = 65_536,
        IReadOnlyList<Migration>? migrations = null, int summaryBudget = 8_000_000,
        long exactExchanges = 200_000, long maxSize = 0)
    {
        _owned = path is null ? new TempDirectory() : null;
        FilePath = path ?? _owned!.File("sentinel.db");
        Sqlite = new SqliteExchangeStore(
            new StoreOptions { Path = FilePath, QueueCapacity = queueCapacity, Retention = retention ?? TimeSpan.Zero, MaxSize = maxSize },
            time ?? TimeProvider.System,
            new FakeLoggerFactory(_logs),
            migrations ?? Migrations.All)
        {
            SummaryLimits = new(summaryBudget, exactExchanges),
        };
    }

    public string FilePath { get; }

    public SqliteExchangeStore Sqlite { get; }

    public override IExchangeSink Sink => Sqlite;

    public override IExchangeStore Store => Sqlite;

    public IReadOnlyList<FakeLogRecord> Logs => _logs.GetSnapshot();

    public bool HasLogged(int eventId) => Logs.Any(l => l.Id.Id == eventId);

    public override async Task FlushAsync() => Assert.True(await Sqlite.FlushAsync(Eventually.DefaultDeadline), Sqlite.Problem);

    public Task FailingAsync() => Eventually.TrueAsync(() => !Sqlite.Healthy, "the store says that it fails");

    public void Record(IEnumerable<Exchange> exchanges)
    {
        foreach (var exchange in exchanges)
            Sqlite.Record(exchange);
    }

    public override async ValueTask DisposeAsync()
    {
        await Sqlite.DisposeAsync();
        _owned?.Dispose();
    }

    private sealed class FakeLoggerFactory(FakeLogCollector collector) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void Dispose()
        {
        }
    }
}
