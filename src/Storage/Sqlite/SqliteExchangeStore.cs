using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Sqlite.Reading;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;
using LlmSentinel.Storage.Summary;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>
/// The embedded store: one file, one writer, readers beside it. Starts writing when it is made and never throws at who
/// records; a file that cannot be opened or written is tried again until it can, while exchanges wait in a bounded queue.
/// </summary>
public sealed class SqliteExchangeStore : IExchangeSink, IExchangeStore, IStoreStatus, IFlushableStore, IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly ExchangeQueue _queue;
    private readonly ExchangeWriter _writer;
    private readonly ReaderPool _readers;
    private int _disposed;

    /// <summary>Opens the file in the background. <see cref="StoreOptions.Kind"/> is the caller's business.</summary>
    public SqliteExchangeStore(StoreOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(options, time, loggers, Migrations.All)
    {
    }

    internal SqliteExchangeStore(StoreOptions options, TimeProvider time, ILoggerFactory loggers, IReadOnlyList<Migration> migrations)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);

        SQLitePCL.Batteries_V2.Init();
        _time = time;
        var path = Path.GetFullPath(options.Path);
        _queue = new ExchangeQueue(options.QueueCapacity);
        _readers = new ReaderPool(path, () => _writer!.Health.Problem, () => _writer!.SuspectDamage());
        _writer = new ExchangeWriter(
            path, options.Retention, options.MaxSize, _queue, time, loggers.CreateLogger<SqliteExchangeStore>(), migrations, _readers.Reset);
        _writer.Start();
    }

    /// <inheritdoc cref="IStoreStatus.Name" />
    public string Name => "sqlite";

    /// <inheritdoc />
    public bool Healthy => _writer.Health.FailingSince is null;

    /// <inheritdoc />
    public string? Problem => _writer.Health.Problem;

    /// <summary>When writing began to fail; null while it works.</summary>
    public DateTimeOffset? FailingSince => _writer.Health.FailingSince;

    /// <summary>Type of the last error; null while writing works.</summary>
    public string? LastErrorType => _writer.Health.ErrorType;

    /// <inheritdoc />
    public long Written => _writer.Written;

    /// <inheritdoc />
    public long Dropped => _queue.TurnedAway + _writer.Refused;

    /// <inheritdoc />
    public long QueueDepth => _queue.Waiting + _writer.InHand;

    /// <inheritdoc />
    public long QueueCapacity => _queue.Capacity;

    /// <inheritdoc />
    public long? SizeBytes => _writer.FileBytes;

    /// <summary>What the last batch took to write.</summary>
    public TimeSpan LastBatchDuration => _writer.LastBatch;

    /// <summary>Exchanges removed by retention since start.</summary>
    public long Removed => _writer.Removed;

    /// <summary>When summaries are read from rollups, and what they keep in memory.</summary>
    internal SummaryLimits SummaryLimits { get; init; } = new(Summarizer.DefaultBudget, 200_000);

    /// <inheritdoc />
    public void Record(Exchange exchange)
    {
        if (_queue.TryAdd(exchange))
            _writer.Queued();
    }

    /// <inheritdoc />
    public async Task<bool> FlushAsync(TimeSpan timeout)
    {
        try
        {
            await _writer.FlushAsync().WaitAsync(timeout, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public async Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var after = PageReader.Validate(query);
        await _writer.FirstAttempt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(c => PageReader.Read(c, query, after), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await _writer.FirstAttempt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(c => PageReader.Find(c, id), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await _writer.FirstAttempt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(c => SummaryReader.Read(c, query, SummaryLimits), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, waiting up to 5 seconds, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _queue.Close();
        await FlushAsync(CloseTimeout).ConfigureAwait(false);
        _readers.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }
}
