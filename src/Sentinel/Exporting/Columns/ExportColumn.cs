namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>A column of a table of exchanges. Its name and meaning never change; a new one is added at the end.</summary>
/// <param name="Name">Its name in CSV and Parquet.</param>
/// <param name="Json">Where the value stands in a line of JSON.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Unit">Unit of its values; empty where they have none.</param>
/// <param name="Meaning">What it tells.</param>
/// <param name="Required">True when every row has a value.</param>
internal sealed record ExportColumn(string Name, string Json, ColumnKind Kind, string Unit, string Meaning, bool Required);
