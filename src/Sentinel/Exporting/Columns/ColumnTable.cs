namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>The columns as rows of a Markdown table.</summary>
internal static class ColumnTable
{
    public static IReadOnlyList<string> Rows { get; } =
        [.. ExportColumns.All.Select(column => $"| `{column.Name}` | {Type(column)} | {column.Unit} | `{column.Json}` | {column.Meaning} |")];

    private static string Type(ExportColumn column) => column.Kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.Word => "word",
        ColumnKind.Time => "time",
        ColumnKind.Duration => "duration",
        ColumnKind.Count => "whole number",
        ColumnKind.Money => "amount",
        _ => "true or false",
    } + (column.Required ? "" : ", or none");
}
