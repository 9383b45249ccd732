using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Columns;
using Parquet;
using Parquet.Schema;

namespace LlmSentinel.Sentinel.Exporting.Formats.Parquet;

/// <summary>Groups of rows, each column packed by itself (Snappy, which every reader knows).</summary>
internal sealed class ParquetExchangeWriter(Stream target) : IExchangeWriter
{
    private readonly DataField[] _fields = [.. ExportColumns.All.Select(ParquetColumns.Field)];
    private readonly RowGroup _rows = new();
    private ParquetWriter? _writer;

    public async Task WriteAsync(IReadOnlyList<Exchange> batch, CancellationToken cancellationToken)
    {
        foreach (var exchange in batch)
        {
            _rows.Add(exchange);
            if (_rows.IsFull)
                await FlushAsync(cancellationToken);
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0)
            await FlushAsync(cancellationToken);
        var writer = await OpenAsync(cancellationToken);
        _writer = null;
        await writer.DisposeAsync();
    }

    // What is not complete gets no footer: it cannot be taken for a whole file.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ParquetWriter> OpenAsync(CancellationToken cancellationToken) =>
        _writer ??= await ParquetWriter.CreateAsync(
            new ParquetSchema(_fields), target, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, cancellationToken: cancellationToken);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var writer = await OpenAsync(cancellationToken);
        using var group = writer.CreateRowGroup();
        for (var place = 0; place < _fields.Length; place++)
            await WriteAsync(group, place, cancellationToken);
        _rows.Clear();
    }

    private Task WriteAsync(ParquetRowGroupWriter group, int place, CancellationToken cancellationToken) => ExportColumns.All[place].Kind switch
    {
        ColumnKind.Text or ColumnKind.Word => group.WriteAsync(_fields[place], _rows.Texts(place)!),
        ColumnKind.Money => WriteAsync(group, place, _rows.Money(place), static dollars => dollars, cancellationToken),
        ColumnKind.Time => WriteAsync(group, place, _rows.Numbers(place), static us => DateTime.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond), cancellationToken),
        ColumnKind.Duration => WriteAsync(group, place, _rows.Numbers(place), static ticks => ticks / (double)TimeSpan.TicksPerMillisecond, cancellationToken),
        ColumnKind.Flag => WriteAsync(group, place, _rows.Numbers(place), static flag => flag != 0, cancellationToken),
        _ => WriteAsync(group, place, _rows.Numbers(place), static count => count, cancellationToken),
    };

    private Task WriteAsync<TFrom, T>(
        ParquetRowGroupWriter group, int place, IReadOnlyList<TFrom?> values, Func<TFrom, T> convert, CancellationToken cancellationToken)
        where TFrom : struct
        where T : struct
    {
        var field = _fields[place];
        if (!field.IsNullable)
            return group.WriteAsync<T>(field, values.Select(value => convert(value!.Value)).ToArray().AsMemory(), cancellationToken: cancellationToken);
        return group.WriteAsync<T>(
            field, values.Select(value => value is { } known ? convert(known) : (T?)null).ToArray().AsMemory(), cancellationToken: cancellationToken);
    }
}
