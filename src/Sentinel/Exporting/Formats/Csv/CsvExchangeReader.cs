using System.Runtime.CompilerServices;
using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>Reads columns by their names, in any order.</summary>
internal sealed class CsvExchangeReader(Stream source) : IExchangeReader
{
    public async IAsyncEnumerable<ReadRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var text = new StreamReader(source, Encoding.UTF8, leaveOpen: true);
        var records = new CsvRecords(text);
        if (!records.Read())
            throw new TransferException("line 1: the file is empty; a CSV file begins with the names of its columns");
        var names = Enumerable.Range(0, records.Count).Select(field => records.Text(field).ToString()).ToList();
        var places = ColumnMatch.Match(names, "line 1: ");

        var row = new FlatRow();
        while (records.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!records.IsBlank)
                yield return Read(records, places, row);
        }
    }

    private static ReadRow Read(CsvRecords records, int[] places, FlatRow row)
    {
        if (records.Count != places.Length)
            return new ReadRow(records.Line, null, $"{records.Count} fields, and the first line names {places.Length}");
        try
        {
            row.Clear();
            for (var field = 0; field < places.Length; field++)
                CsvValues.Read(records.Text(field), records.IsQuoted(field), places[field], row);
            return new ReadRow(records.Line, FlatExchange.Read(row), null);
        }
        catch (FormatException e)
        {
            return new ReadRow(records.Line, null, e.Message);
        }
    }
}
