using LlmSentinel.Sentinel.Exporting.Columns;
using Parquet;
using Parquet.Schema;

namespace LlmSentinel.Sentinel.Exporting.Formats.Parquet;

/// <summary>A column of a group of rows, read whole; returns what sets the value of one row.</summary>
internal static class ParquetColumnReader
{
    /// <summary>Throws <see cref="TransferException"/> for a column of a type that cannot be.</summary>
    public static async Task<Action<int, FlatRow>> ReadAsync(ParquetRowGroupReader group, DataField field, int place, CancellationToken cancellationToken)
    {
        var column = ExportColumns.All[place];
        try
        {
            return (column.Kind, Type(field)) switch
            {
                (ColumnKind.Text or ColumnKind.Word, TypeCode.String) => Set(await TextsAsync(group, field, cancellationToken), place),
                (ColumnKind.Money, TypeCode.Decimal) => Set(await ValuesAsync<decimal>(group, field, cancellationToken), place),
                (ColumnKind.Money, TypeCode.Double) =>
                    Set(await ValuesAsync<double>(group, field, cancellationToken), static value => (decimal)value, static (row, at, value) => row.Money[at] = value, place),
                (ColumnKind.Time, TypeCode.DateTime) => Set(await ValuesAsync<DateTime>(group, field, cancellationToken), static time => Microseconds(time), place),
                (ColumnKind.Duration, TypeCode.Double) => Set(await ValuesAsync<double>(group, field, cancellationToken), static ms => Ticks(ms), place),
                (ColumnKind.Flag, TypeCode.Boolean) => Set(await ValuesAsync<bool>(group, field, cancellationToken), static flag => flag ? 1L : 0L, place),
                (ColumnKind.Count, TypeCode.Int64) => Set(await ValuesAsync<long>(group, field, cancellationToken), static count => count, place),
                (ColumnKind.Count, TypeCode.Int32) => Set(await ValuesAsync<int>(group, field, cancellationToken), static count => (long)count, place),
                _ => throw new TransferException($"column {column.Name} is of type {field.ClrType.Name}, which is not one it may have"),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or IndexOutOfRangeException)
        {
            throw new TransferException($"column {column.Name} cannot be read: the file is damaged", e);
        }
    }

    private static TypeCode Type(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>) ? TypeCode.String : System.Type.GetTypeCode(field.ClrType);

    private static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Ticks(double milliseconds) => checked((long)double.Round(milliseconds * TimeSpan.TicksPerMillisecond));

    private static Action<int, FlatRow> Set(string?[] values, int place) => (index, row) => row.Texts[place] = values[index];

    private static Action<int, FlatRow> Set(decimal?[] values, int place) => (index, row) => row.Money[place] = values[index];

    private static Action<int, FlatRow> Set<T>(T?[] values, Func<T, long> convert, int place)
        where T : struct =>
        Set(values, convert, static (row, at, number) => row.Numbers[at] = number, place);

    private static Action<int, FlatRow> Set<T, TTo>(T?[] values, Func<T, TTo> convert, Action<FlatRow, int, TTo?> set, int place)
        where T : struct
        where TTo : struct =>
        (index, row) => set(row, place, values[index] is { } value ? convert(value) : null);

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory()!, cancellationToken: cancellationToken);
        return values;
    }

    private static async Task<T?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        var known = new T[group.RowCount];
        await group.ReadAsync<T>(field, known.AsMemory(), cancellationToken: cancellationToken);
        for (var i = 0; i < known.Length; i++)
            values[i] = known[i];
        return values;
    }
}
