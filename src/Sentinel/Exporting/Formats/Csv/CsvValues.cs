using System.Globalization;
using LlmSentinel.Sentinel.Exporting.Columns;

namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>Reads the text of a field as what its column holds. Throws <see cref="FormatException"/>, by the column's name.</summary>
internal static class CsvValues
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private const decimal MostMilliseconds = 900_000_000_000_000m;

    // What spreadsheets and data frames make of a time is understood as well.
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    /// <summary>Sets the value of a column; an empty field that was not quoted is unknown.</summary>
    public static void Read(ReadOnlySpan<char> text, bool quoted, int place, FlatRow row)
    {
        var column = ExportColumns.All[place];
        if (text.Length == 0 && !(quoted && column.Kind == ColumnKind.Text))
            return;
        switch (column.Kind)
        {
            case ColumnKind.Text or ColumnKind.Word:
                row.Texts[place] = new string(FormulaGuard.Has(text) ? text[1..] : text);
                break;
            case ColumnKind.Money:
                row.Money[place] = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars)
                    ? dollars
                    : throw Bad(column, text, "an amount such as 0.00123");
                break;
            default:
                row.Numbers[place] = Number(column, text);
                break;
        }
    }

    private static long Number(ExportColumn column, ReadOnlySpan<char> text) => column.Kind switch
    {
        ColumnKind.Time => Time(column, text),
        ColumnKind.Duration => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            && decimal.Abs(milliseconds) < MostMilliseconds
            ? (long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond)
            : throw Bad(column, text, "milliseconds such as 12.5"),
        ColumnKind.Flag => bool.TryParse(text, out var flag) ? (flag ? 1 : 0) : throw Bad(column, text, "true or false"),
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : throw Bad(column, text, "a whole number"),
    };

    private static long Time(ExportColumn column, ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : throw Bad(column, text, "a time such as 2026-08-01T12:00:00.000000Z");

    private static FormatException Bad(ExportColumn column, ReadOnlySpan<char> text, string expected) =>
        new($"{column.Name}: '{text[..Math.Min(text.Length, 60)]}' is not {expected}");
}
