using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>Something measured at a store.</summary>
/// <param name="What">What was done.</param>
/// <param name="Value">What came out.</param>
/// <param name="Unit">Of what.</param>
/// <param name="AtMost">What it is to stay below; null for no such goal.</param>
/// <param name="AtLeast">What it is to reach; null for no such goal.</param>
/// <param name="Met">Whether it does; null without a goal.</param>
internal sealed record StoreFigure(string What, double Value, string Unit, double? AtMost, double? AtLeast, bool? Met);

/// <summary>What <c>./bench.sh stores</c> leaves.</summary>
/// <param name="WrittenAt">When the run ended.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Processors">Processors it could use.</param>
/// <param name="Figures">All of them.</param>
internal sealed record StoreResults(DateTimeOffset WrittenAt, string Runtime, int Processors, IReadOnlyList<StoreFigure> Figures);

/// <summary>Reads <see cref="StoreResults"/>.</summary>
internal static class StoreFile
{
    /// <summary>Where they lie, below the root of the repository.</summary>
    public const string DefaultPath = "artifacts/bench/stores.json";

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It holds something else.</exception>
    public static async Task<StoreResults> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, StoreJson.Default.StoreResults) ?? throw new JsonException("null");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoreResults))]
internal sealed partial class StoreJson : JsonSerializerContext;
