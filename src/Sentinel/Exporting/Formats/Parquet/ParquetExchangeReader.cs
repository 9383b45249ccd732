using System.Runtime.CompilerServices;
using LlmSentinel.Sentinel.Exporting.Columns;
using Parquet;
using Parquet.Schema;

namespace LlmSentinel.Sentinel.Exporting.Formats.Parquet;

/// <summary>Reads groups of rows, columns by their names; a column may be of a neighbouring type, as another program may have written it.</summary>
internal sealed class ParquetExchangeReader(Stream source) : IExchangeReader
{
    public async IAsyncEnumerable<ReadRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        var fields = reader.Schema.GetDataFields();
        var places = ColumnMatch.Match([.. fields.Select(field => field.Path.ToString())], "");
        var row = new FlatRow();
        long before = 0;
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            var columns = new Action<int, FlatRow>[fields.Length];
            for (var field = 0; field < fields.Length; field++)
                columns[field] = await ParquetColumnReader.ReadAsync(group, fields[field], places[field], cancellationToken);
            for (var i = 0; i < group.RowCount; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Read(columns, i, before + i + 1, row);
            }

            before += group.RowCount;
        }
    }

    private async Task<ParquetReader> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ParquetReader.CreateAsync(source, leaveStreamOpen: true, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new TransferException("this is no Parquet file, or not all of one", e);
        }
    }

    private static ReadRow Read(Action<int, FlatRow>[] columns, int index, long number, FlatRow row)
    {
        try
        {
            row.Clear();
            foreach (var column in columns)
                column(index, row);
            return new ReadRow(number, FlatExchange.Read(row), null);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return new ReadRow(number, null, e.Message);
        }
    }
}
