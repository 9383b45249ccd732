namespace LlmSentinel.Sentinel.Exporting.Formats;

/// <summary>The formats by name, and what the name of a file says of its format.</summary>
internal static class ExportFormat
{
    public const string Csv = "csv";
    public const string JsonLines = "jsonl";
    public const string Parquet = "parquet";

    /// <summary>Ending of a compressed file, whatever its format.</summary>
    public const string GzipSuffix = ".gz";

    public static IReadOnlyList<string> All { get; } = [Csv, JsonLines, Parquet];

    /// <summary>The format a file's name tells; null when it tells none.</summary>
    public static string? Of(string file)
    {
        var name = IsGzip(file) ? file[..^GzipSuffix.Length] : file;
        return All.FirstOrDefault(format => name.EndsWith("." + format, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True for a file that is compressed.</summary>
    public static bool IsGzip(string file) => file.EndsWith(GzipSuffix, StringComparison.OrdinalIgnoreCase);
}
