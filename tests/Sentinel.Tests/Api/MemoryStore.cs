using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Sentinel.Tests.Api;

/// <summary>A store that hands out what it was given and remembers what it was asked.</summary>
internal sealed class MemoryStore : IExchangeStore
{
    public List<Exchange> Exchanges { get; } = [];

    public IReadOnlyList<SummaryRow> Rows { get; set; } = [];

    public ExchangeQuery? LastQuery { get; private set; }

    public SummaryQuery? LastSummary { get; private set; }

    public Exception? Failure { get; set; }

    public Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        if (query.Cursor == "broken")
            throw new ArgumentException("The cursor is broken.");
        return Failure is null
            ? Task.FromResult(new ExchangePage([.. Exchanges.Take(query.Limit)], Exchanges.Count > query.Limit ? "next-page" : null))
            : Task.FromException<ExchangePage>(Failure);
    }

    public Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(Exchanges.Find(e => e.Id == id));

    public Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken)
    {
        LastSummary = query;
        return Failure is null ? Task.FromResult(Rows) : Task.FromException<IReadOnlyList<SummaryRow>>(Failure);
    }
}
