namespace LlmSentinel.Core.Recording;

/// <summary>Where exchanges can be read from, one after the other.</summary>
public interface IExchangeSource
{
    /// <summary>
    /// Exchanges, a page at a time, newest first or oldest first. No page depends on how many there are.
    /// Throws <see cref="StoreUnavailableException"/> when nothing can be read now.
    /// </summary>
    Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken);
}
