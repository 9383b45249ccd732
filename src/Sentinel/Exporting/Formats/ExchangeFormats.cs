using LlmSentinel.Sentinel.Exporting.Formats.Csv;
using LlmSentinel.Sentinel.Exporting.Formats.JsonLines;
using LlmSentinel.Sentinel.Exporting.Formats.Parquet;

namespace LlmSentinel.Sentinel.Exporting.Formats;

/// <summary>Writers and readers by the format's name.</summary>
internal static class ExchangeFormats
{
    public static IExchangeWriter Writer(string format, Stream target) => format switch
    {
        ExportFormat.Csv => new CsvExchangeWriter(target),
        ExportFormat.JsonLines => new JsonLinesWriter(target),
        ExportFormat.Parquet => new ParquetExchangeWriter(target),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    public static IExchangeReader Reader(string format, Stream source) => format switch
    {
        ExportFormat.Csv => new CsvExchangeReader(source),
        ExportFormat.JsonLines => new JsonLinesReader(source),
        ExportFormat.Parquet => new ParquetExchangeReader(source),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
