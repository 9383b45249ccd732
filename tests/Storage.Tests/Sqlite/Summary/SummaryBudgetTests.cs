using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Sqlite.Summary;

/// <summary>The whole contract once more with so little memory for durations that every summary takes two passes.</summary>
public sealed class SummaryBudgetTests : ExchangeStoreContractTests
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult<StoreUnderTest>(new SqliteStore(summaryBudget: 50));
}
