using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>Writes into the file itself, as its only writer; makes the file where there is none.</summary>
internal sealed class SqliteBulkWriter : IExchangeBulkWriter
{
    private readonly string _path;
    private readonly DatabaseFile _file;

    private SqliteBulkWriter(string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _file = new DatabaseFile(path, Migrations.All, time, logger, static () => { });
    }

    /// <summary>Throws <see cref="StoreUnavailableException"/> when the file cannot be written, above all because a sentinel is writing it.</summary>
    public static SqliteBulkWriter Open(string path, TimeProvider time, ILogger logger)
    {
        SQLitePCL.Batteries_V2.Init();
        var writer = new SqliteBulkWriter(Path.GetFullPath(path), time, logger);
        try
        {
            writer.Use(static _ => 0);
            return writer;
        }
        catch
        {
            writer._file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<BulkResult> WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var result = Use(database => database.Write([.. batch]));
            return new BulkResult(result.Added, result.Known, result.Refused, result.Refusal);
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private T Use<T>(Func<WriterDatabase, T> use)
    {
        try
        {
            return use(_file.Get());
        }
        catch (Exception e) when (e is SqliteException or UnusableDatabaseException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The database {_path} {SqliteErrors.Describe(e)}.", e);
        }
    }
}
