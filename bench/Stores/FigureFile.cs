using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmSentinel.Bench.Stores;

/// <summary>What <c>./bench.sh stores</c> leaves.</summary>
/// <param name="WrittenAt">When the run ended.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Processors">Processors it could use.</param>
/// <param name="Figures">All of them.</param>
internal sealed record FigureFile(DateTimeOffset WrittenAt, string Runtime, int Processors, IReadOnlyList<Figure> Figures)
{
    public static FigureFile Of(IReadOnlyList<Figure> figures) =>
        new(TimeProvider.System.GetUtcNow(), RuntimeInformation.FrameworkDescription, Environment.ProcessorCount, figures);

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, FigureJson.Default.FigureFile));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FigureFile))]
internal sealed partial class FigureJson : JsonSerializerContext;
