using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Functional.Harness;

/// <summary>Everything a store holds.</summary>
internal static class StoredRows
{
    /// <summary>Every row, oldest first.</summary>
    public static async Task<IReadOnlyList<Exchange>> AllAsync(this IExchangeStore store)
    {
        var rows = new List<Exchange>();
        string? cursor = null;
        do
        {
            var page = await store.QueryAsync(new ExchangeQuery { Limit = 1000, Cursor = cursor }, CancellationToken.None);
            rows.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        rows.Reverse();
        return rows;
    }

    /// <summary>Every row of a database whose sidecar has stopped.</summary>
    public static async Task<IReadOnlyList<Exchange>> ReadAsync(string database)
    {
        Assert.True(File.Exists(database));
        await using var store = new SqliteExchangeStore(
            new StoreOptions { Path = database, Retention = TimeSpan.Zero }, TimeProvider.System, NullLoggerFactory.Instance);
        return await store.AllAsync();
    }
}
