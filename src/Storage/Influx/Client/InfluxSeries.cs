using System.Text.Json;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>A series of a query's result, or a part of one.</summary>
/// <param name="Name">The measurement.</param>
/// <param name="Tags">What it was grouped by.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">An array of rows, each an array in the order of the columns.</param>
internal sealed record InfluxSeries(
    string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Columns, JsonElement Rows)
{
    /// <summary>A tag; an empty one is none.</summary>
    public string? Tag(string name) => Tags.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
