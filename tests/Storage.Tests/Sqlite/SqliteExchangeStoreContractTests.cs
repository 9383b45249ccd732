using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Sqlite;

public sealed class SqliteExchangeStoreContractTests : ExchangeStoreContractTests
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore());
}
