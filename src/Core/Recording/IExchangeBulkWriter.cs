using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>Writes exchanges of old into a store nobody else is writing: what returned is written, and nothing is dropped.</summary>
public interface IExchangeBulkWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes all of the batch, or throws <see cref="StoreUnavailableException"/> and writes none of it. An exchange that is there already,
    /// with the same id and start, is left as it is.
    /// </summary>
    Task<BulkResult> WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken);
}

/// <summary>What came of a batch.</summary>
/// <param name="Added">Exchanges that are new.</param>
/// <param name="Known">Exchanges that were there already.</param>
/// <param name="Refused">Exchanges the store cannot hold, however often it is tried.</param>
/// <param name="Refusal">Why the last of them was refused, in a word; null when none was.</param>
public sealed record BulkResult(int Added, int Known, int Refused, string? Refusal);
