using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>A line of names, then a line an exchange.</summary>
internal sealed class CsvExchangeWriter : IExchangeWriter
{
    private readonly Stream _target;
    private readonly CsvBuffer _buffer = new();
    private readonly FlatRow _row = new();

    public CsvExchangeWriter(Stream target)
    {
        _target = target;
        foreach (var column in ExportColumns.All)
            _buffer.Add(column.Name);
        _buffer.EndRow();
    }

    public async Task WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken)
    {
        foreach (var exchange in batch)
        {
            FlatExchange.Write(exchange, _row);
            for (var place = 0; place < ExportColumns.Count; place++)
                Add(place);
            _buffer.EndRow();
        }

        await FlushAsync(cancellationToken);
    }

    // Without exchanges the names alone are the file.
    public Task CompleteAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _target.WriteAsync(_buffer.Written, cancellationToken);
        _buffer.Clear();
    }

    private void Add(int place)
    {
        var kind = ExportColumns.All[place].Kind;
        if (kind is ColumnKind.Text or ColumnKind.Word)
        {
            if (_row.Texts[place] is { } text)
                _buffer.Add(text);
            else
                _buffer.AddUnknown();
        }
        else if (kind == ColumnKind.Money)
        {
            if (_row.Money[place] is { } dollars)
                _buffer.Add(dollars);
            else
                _buffer.AddUnknown();
        }
        else if (_row.Numbers[place] is { } number)
        {
            AddNumber(kind, number);
        }
        else
        {
            _buffer.AddUnknown();
        }
    }

    private void AddNumber(ColumnKind kind, long number)
    {
        switch (kind)
        {
            case ColumnKind.Time:
                _buffer.Add(DateTimeOffset.UnixEpoch.AddTicks(number * TimeSpan.TicksPerMicrosecond), CsvValues.TimeFormat);
                break;
            case ColumnKind.Duration:
                _buffer.Add(number / (decimal)TimeSpan.TicksPerMillisecond);
                break;
            case ColumnKind.Flag:
                _buffer.Add(number != 0 ? "true" : "false");
                break;
            default:
                _buffer.Add(number);
                break;
        }
    }
}
