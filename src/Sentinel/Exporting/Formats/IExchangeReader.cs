using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Sentinel.Exporting.Formats;

/// <summary>Reads exchanges out of a stream, which stays open. Holds one row, or one group of rows, in memory.</summary>
internal interface IExchangeReader
{
    /// <summary>Row after row, the bad ones as well. Throws <see cref="TransferException"/> where nothing after it can be read.</summary>
    IAsyncEnumerable<ReadRow> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A row that was read.</summary>
/// <param name="Line">Line of the file it begins in, from 1; of a Parquet file its row.</param>
/// <param name="Exchange">What it holds; null when it is bad.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
internal readonly record struct ReadRow(long Line, Exchange? Exchange, string? Problem);
