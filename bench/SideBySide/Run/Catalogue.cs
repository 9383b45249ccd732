using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>All scenarios.</summary>
internal static class Catalogue
{
    private static readonly (string Name, string Title, AnswerShape Shape)[] Shapes =
    [
        ("plain-1k", "1 KB answers", new AnswerShape(Format.Plain)),
        ("sse-100x1", "streams of 100 events, one a write", new AnswerShape(Format.Sse, 100)),
        ("sse-10x10", "streams of 100 events, ten a write", new AnswerShape(Format.Sse, 10, 10)),
        ("anthropic", "Anthropic streams of 100 events, ten a write", new AnswerShape(Format.Anthropic, 10, 10)),
        ("ndjson", "Ollama streams of 100 lines, ten a write", new AnswerShape(Format.NdJson, 10, 10)),
    ];

    private static readonly int[] Connections = [1, 16, 64, 256];
    private static readonly string[] Quick = ["plain-1k/c64", "sse-10x10/c64", "sse-100x1/c64"];
    private static readonly string[] Default = ["plain-1k/c1", "plain-1k/c256", "sse-10x10/c1", "anthropic/c64", "ndjson/c64"];

    /// <summary>In the order they run.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. Closed()];

    private static IEnumerable<Scenario> Closed() =>
        from shape in Shapes
        from connections in Connections
        let name = $"{shape.Name}/c{connections}"
        select new LoadScenario
        {
            Name = $"{Groups.Closed}/{name}",
            Title = $"{shape.Title}, {connections} {(connections == 1 ? "connection" : "connections")}",
            Mode = Quick.Contains(name) ? Mode.Quick : Default.Contains(name) ? Mode.Default : Mode.Full,
            Shape = shape.Shape,
            Connections = connections,
            Targets = connections == 64 ? TargetNames.All : [TargetNames.Direct, TargetNames.Nginx, TargetNames.Yarp, TargetNames.Sentinel, TargetNames.Sidecar],
        };
}
