using System.Text.Json;

namespace LlmSentinel.Simulator.Tests;

/// <summary>One server-sent event of a finished stream.</summary>
internal sealed record SseEvent(string? Name, string Data)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    public static IReadOnlyList<SseEvent> Parse(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(One)];
    }

    private static SseEvent One(string block)
    {
        string? name = null;
        var data = "";
        foreach (var line in block.Split('\n'))
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
        }
        return new(name, data);
    }
}
