using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>One micro benchmark.</summary>
/// <param name="Stage">What part of the path it is.</param>
/// <param name="Name">What was done.</param>
/// <param name="Parameters">With what; empty for nothing particular.</param>
/// <param name="MedianNs">Median time of one operation in nanoseconds; null when it failed.</param>
/// <param name="Quartile1Ns">First quartile.</param>
/// <param name="Quartile3Ns">Third quartile.</param>
/// <param name="AllocatedBytes">Bytes allocated by one operation.</param>
internal sealed record MicroRow(
    string Stage, string Name, string Parameters, double? MedianNs, double? Quartile1Ns, double? Quartile3Ns, double? AllocatedBytes);

/// <summary>What <c>./bench.sh micro</c> leaves.</summary>
/// <param name="WrittenAt">When the run ended.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Processors">Processors it could use.</param>
/// <param name="ProcessorShare">How much of one processor the run got; below 0.85 something else used the machine.</param>
/// <param name="Rows">Every benchmark.</param>
internal sealed record MicroResults(DateTimeOffset WrittenAt, string Runtime, int Processors, double ProcessorShare, IReadOnlyList<MicroRow> Rows);

/// <summary>Reads <see cref="MicroResults"/>.</summary>
internal static class MicroFile
{
    /// <summary>Where the micro benchmarks leave their results, below the root of the repository.</summary>
    public const string DefaultPath = "artifacts/bench/micro.json";

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It holds something else.</exception>
    public static async Task<MicroResults> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, MicroJson.Default.MicroResults) ?? throw new JsonException("null");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MicroResults))]
internal sealed partial class MicroJson : JsonSerializerContext;
