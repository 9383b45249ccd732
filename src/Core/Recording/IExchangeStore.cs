using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>Reads back what was recorded.</summary>
public interface IExchangeStore : IExchangeSource
{
    /// <summary>One exchange, or null.</summary>
    Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Rates, percentiles, tokens and cost, grouped.</summary>
    Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken);
}
