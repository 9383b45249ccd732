using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Influx.Reading;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage;

/// <summary>The configured store for a program that runs beside the sentinel: to read it while it is written, or to write it while it is not.</summary>
public static class StoreFiles
{
    private const string NoStore = "No store is configured (store.kind is none): nothing is kept.";

    /// <summary>Opens the store for reading. Dispose it when it is <see cref="IDisposable"/>. Throws <see cref="StoreUnavailableException"/>.</summary>
    public static IExchangeSource OpenForReading(StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Kind switch
        {
            StoreKinds.Sqlite => SqliteExchangeReader.Open(options.Path),
            StoreKinds.InfluxDb => InfluxExchangeReader.Open(options, TimeProvider.System),
            _ => throw new StoreUnavailableException(NoStore),
        };
    }

    /// <summary>Opens the store as its only writer. Throws <see cref="StoreUnavailableException"/>, above all while a sentinel writes it.</summary>
    public static IExchangeBulkWriter OpenForWriting(StoreOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Kind switch
        {
            StoreKinds.Sqlite => SqliteBulkWriter.Open(options.Path, time, loggers.CreateLogger<SqliteExchangeStore>()),
            StoreKinds.InfluxDb => throw new StoreUnavailableException("Rows are imported into sqlite only; to write to InfluxDB use its own tools."),
            _ => throw new StoreUnavailableException(NoStore),
        };
    }
}
