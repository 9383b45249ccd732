using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage;

/// <summary>Registration of the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the configured store as <see cref="IExchangeSink"/>, <see cref="IExchangeStore"/>, <see cref="IStoreStatus"/> and
    /// <see cref="IFlushableStore"/>; registers nothing when there is none. Needs a <see cref="TimeProvider"/> and logging among the
    /// services, and counts in <see cref="SentinelMetrics"/> if they are there.
    /// </summary>
    public static IServiceCollection AddSentinelStorage(this IServiceCollection services, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        return options.Kind switch
        {
            StoreKinds.Sqlite => services.AddSqlite(options),
            StoreKinds.InfluxDb => services.AddInfluxDb(options),
            _ => services,
        };
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services, StoreOptions options)
    {
        services.AddSingleton(s => new SqliteExchangeStore(
            options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IExchangeSink>(static s => s.GetRequiredService<SqliteExchangeStore>());
        services.AddSingleton<IExchangeStore>(static s => s.GetRequiredService<SqliteExchangeStore>());
        services.AddSingleton<IStoreStatus>(static s => s.GetRequiredService<SqliteExchangeStore>());
        services.AddSingleton<IFlushableStore>(static s => s.GetRequiredService<SqliteExchangeStore>());
        return services;
    }

    private static IServiceCollection AddInfluxDb(this IServiceCollection services, StoreOptions options)
    {
        services.AddSingleton(s => new InfluxExchangeStore(
            options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>(), s.GetService<SentinelMetrics>()));
        services.AddSingleton<IExchangeSink>(static s => s.GetRequiredService<InfluxExchangeStore>());
        services.AddSingleton<IExchangeStore>(static s => s.GetRequiredService<InfluxExchangeStore>());
        services.AddSingleton<IStoreStatus>(static s => s.GetRequiredService<InfluxExchangeStore>());
        services.AddSingleton<IFlushableStore>(static s => s.GetRequiredService<InfluxExchangeStore>());
        return services;
    }
}
