using System.IO.Compression;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Sentinel.Exporting.Progress;

namespace LlmSentinel.Sentinel.Exporting;

/// <summary>Reads a store page by page, oldest first, and writes it in a format. Memory does not grow with the rows.</summary>
internal sealed class ExportRun(IExchangeSource source, ExportArguments arguments, TransferCount count)
{
    /// <summary>
    /// Returns the bytes written. Throws <see cref="TransferException"/> and <see cref="StoreUnavailableException"/>; then, and when it is
    /// cancelled, no file is left.
    /// </summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        if (arguments.Output == ExportOutput.Standard)
        {
            await using var output = Console.OpenStandardOutput();
            return await WriteAsync(output, gzip: false, cancellationToken);
        }

        await using var file = PartialFile.Create(arguments.Output);
        var bytes = await WriteAsync(file.Stream, ExportFormat.IsGzip(arguments.Output), cancellationToken);
        file.Commit();
        return bytes;
    }

    private async Task<long> WriteAsync(Stream output, bool gzip, CancellationToken cancellationToken)
    {
        var counted = new CountingStream(output);
        try
        {
            if (gzip)
            {
                await using var packed = new GZipStream(counted, CompressionLevel.Optimal, leaveOpen: true);
                await WriteRowsAsync(packed, cancellationToken);
            }
            else
            {
                await WriteRowsAsync(counted, cancellationToken);
            }

            await counted.FlushAsync(cancellationToken);
            return counted.Count;
        }
        catch (IOException e)
        {
            throw new TransferException($"{arguments.Output} cannot be written: {e.Message}", e);
        }
    }

    private async Task WriteRowsAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var writer = ExchangeFormats.Writer(arguments.Format, target);
        var newest = await source.QueryAsync(arguments.Filter with { Limit = 1 }, cancellationToken);
        Exchange? first = null;
        await foreach (var page in source.ReadPagesAsync(arguments.Filter, cancellationToken))
        {
            await writer.WriteAsync(page, cancellationToken);
            first ??= page[0];
            count.Add(page.Count, Share(first, page[^1], newest.Items));
        }

        await writer.CompleteAsync(cancellationToken);
    }

    // Rows are not counted beforehand, which would take as long again: what is known is how far in time it is.
    private static double Share(Exchange first, Exchange last, IReadOnlyList<Exchange> newest) =>
        newest is [var end] && end.StartedAt > first.StartedAt ? (last.StartedAt - first.StartedAt) / (end.StartedAt - first.StartedAt) : 1;
}
