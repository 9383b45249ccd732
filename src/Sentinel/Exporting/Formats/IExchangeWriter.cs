using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Sentinel.Exporting.Formats;

/// <summary>Writes exchanges into a stream, which stays open. Holds one batch, or one group of rows, in memory.</summary>
internal interface IExchangeWriter : IAsyncDisposable
{
    Task WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken);

    /// <summary>Writes what is still held and what belongs to the end. Once, after the last batch.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
