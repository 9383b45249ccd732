using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage;

/// <summary>Registration of the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the embedded store as <see cref="IExchangeSink"/>, <see cref="IExchangeStore"/> and <see cref="IStoreStatus"/>;
    /// registers nothing when it is switched off. Needs a <see cref="TimeProvider"/> and logging among the services.
    /// </summary>
    public static IServiceCollection AddSentinelStorage(this IServiceCollection services, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Kind != StoreKinds.Sqlite)
            return services;

        services.AddSingleton(s => new SqliteExchangeStore(
            options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IExchangeSink>(static s => s.GetRequiredService<SqliteExchangeStore>());
        services.AddSingleton<IExchangeStore>(static s => s.GetRequiredService<SqliteExchangeStore>());
        services.AddSingleton<IStoreStatus>(static s => s.GetRequiredService<SqliteExchangeStore>());
        return services;
    }
}
