using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>Reads and writes <see cref="BenchResults"/> as JSON.</summary>
public static class ResultsFile
{
    /// <summary>Where a run leaves its results, below the root of the repository.</summary>
    public const string DefaultPath = "artifacts/bench/results.json";

    /// <summary>Writes the file; makes its folder when absent.</summary>
    public static async Task WriteAsync(string path, BenchResults results)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, results, ResultsJson.Default.BenchResults);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It holds something else.</exception>
    /// <exception cref="InvalidDataException">It has another schema version.</exception>
    public static async Task<BenchResults> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var results = await JsonSerializer.DeserializeAsync(file, ResultsJson.Default.BenchResults) ?? throw new JsonException("null");
        return results.SchemaVersion == BenchResults.CurrentSchema
            ? results
            : throw new InvalidDataException($"{path} has schema {results.SchemaVersion}, not {BenchResults.CurrentSchema}.");
    }
}

/// <summary>JSON of the results, camelCase, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchResults))]
internal sealed partial class ResultsJson : JsonSerializerContext;
