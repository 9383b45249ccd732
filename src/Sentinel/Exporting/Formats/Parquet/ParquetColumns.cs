using LlmSentinel.Sentinel.Exporting.Columns;
using Parquet.Schema;

namespace LlmSentinel.Sentinel.Exporting.Formats.Parquet;

/// <summary>The columns as Parquet types.</summary>
internal static class ParquetColumns
{
    // Every digit a decimal can have behind the point, and ten before it.
    private const int MoneyPrecision = 38;
    private const int MoneyScale = 28;

    /// <summary>Amounts from here on do not fit.</summary>
    public const decimal MoneyLimit = 10_000_000_000m;

    public static DataField Field(ExportColumn column) => column.Kind switch
    {
        ColumnKind.Text or ColumnKind.Word => new DataField<string>(column.Name, !column.Required),
        ColumnKind.Time => new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: !column.Required),
        ColumnKind.Duration => new DataField<double>(column.Name, !column.Required),
        ColumnKind.Money => new DecimalDataField(column.Name, MoneyPrecision, MoneyScale, isNullable: !column.Required),
        ColumnKind.Flag => new DataField<bool>(column.Name, !column.Required),
        _ => new DataField<long>(column.Name, !column.Required),
    };
}
