using System.Globalization;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Reading;
using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>A file as it is, whoever writes it: takes no lock, changes nothing, and makes nothing where there is no file.</summary>
internal sealed class SqliteExchangeReader : IExchangeSource, IDisposable
{
    private readonly ReaderPool _readers;

    private SqliteExchangeReader(string path) => _readers = new ReaderPool(path, static () => null, static () => { });

    /// <summary>Throws <see cref="StoreUnavailableException"/> when there is nothing this version can read.</summary>
    public static SqliteExchangeReader Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no database {path}.");
        try
        {
            Check(path);
        }
        catch (Exception e) when (e is SqliteException or UnusableDatabaseException)
        {
            throw new StoreUnavailableException($"The database {path} {SqliteErrors.Describe(e)}.", e);
        }

        return new SqliteExchangeReader(path);
    }

    /// <inheritdoc />
    public Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
    {
        var after = PageReader.Validate(query);
        return _readers.ReadAsync(c => PageReader.Read(c, query, after), cancellationToken);
    }

    public void Dispose() => _readers.Dispose();

    private static void Check(string path)
    {
        var newest = Migrations.All[^1].Version;
        using var connection = Connection.OpenForReading(path);
        var version = Migrator.Check(connection, newest);
        if (version < newest)
        {
            throw new UnusableDatabaseException(string.Create(CultureInfo.InvariantCulture,
                $"has schema version {version} and this sentinel reads {newest}; start it once with this file, which brings it up to date"));
        }
    }
}
