using System.IO.Compression;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Sentinel.Exporting.Progress;

namespace LlmSentinel.Sentinel.Exporting;

/// <summary>Reads a file row by row and writes it into a store, a batch at a time. Memory does not grow with the rows.</summary>
internal sealed class ImportRun(IExchangeBulkWriter store, ImportArguments arguments, TransferCount count, Action<string> complain)
{
    private const int BatchRows = 1000;

    // Beyond them bad rows are counted only.
    private const int MostComplaints = 20;

    private readonly List<Exchange> _batch = new(BatchRows);

    /// <summary>What was written so far, whatever ends the run.</summary>
    public ImportResult Result { get; } = new();

    /// <summary>Returns at the end of the file, or where it cannot or may not go on, which the result says.</summary>
    public async Task<ImportResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (arguments.Input == ExportOutput.Standard)
            {
                await using var input = Console.OpenStandardInput();
                await ReadAsync(input, static () => 0, cancellationToken);
            }
            else
            {
                await using var file = new FileStream(arguments.Input, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 256 * 1024);
                await ReadAsync(file, () => file.Length > 0 ? (double)file.Position / file.Length : 1, cancellationToken);
            }
        }
        catch (Exception e) when (e is TransferException or StoreUnavailableException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Result.Stopped = e is StoreUnavailableException ? e.Message : $"{arguments.Input}: {e.Message}";
        }

        return Result;
    }

    private async Task ReadAsync(Stream input, Func<double> share, CancellationToken cancellationToken)
    {
        var packed = ExportFormat.IsGzip(arguments.Input);
        await using var unpacked = packed ? new GZipStream(input, CompressionMode.Decompress, leaveOpen: true) : null;
        await foreach (var row in ExchangeFormats.Reader(arguments.Format, unpacked ?? input).ReadAsync(cancellationToken))
        {
            if (row.Exchange is { } exchange)
                _batch.Add(exchange);
            else if (!Accept(row))
                return;
            if (_batch.Count == BatchRows)
                await WriteAsync(share(), cancellationToken);
        }

        await WriteAsync(1, cancellationToken);
    }

    private bool Accept(ReadRow bad)
    {
        var problem = $"{arguments.Input}:{bad.Line}: {bad.Problem}";
        if (!arguments.SkipBad)
        {
            Result.Bad++;
            Result.Stopped = problem;
            return false;
        }

        if (++Result.Bad <= MostComplaints)
            complain(problem);
        return true;
    }

    private async Task WriteAsync(double share, CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
            return;
        var result = await store.WriteAsync(_batch, cancellationToken);
        Result.Added += result.Added;
        Result.Known += result.Known;
        Result.Refused += result.Refused;
        Result.Refusal = result.Refusal ?? Result.Refusal;
        Result.Expired += _batch.Count(exchange => exchange.StartedAt < arguments.ExpiredBefore);
        count.Add(_batch.Count, share);
        _batch.Clear();
    }
}
