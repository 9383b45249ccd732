using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>Reads back what was recorded.</summary>
public interface IExchangeStore
{
    /// <summary>Exchanges, a page at a time, newest first or oldest first. No page depends on how many there are.</summary>
    Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken);

    /// <summary>One exchange, or null.</summary>
    Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Rates, exact percentiles, tokens and cost, grouped.</summary>
    Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken);
}
