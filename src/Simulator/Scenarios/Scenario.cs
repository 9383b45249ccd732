using System.IO.Enumeration;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>What a simulated provider does over time: a behaviour per model, the first that fits the name counts.</summary>
public sealed record Scenario
{
    private static readonly ModelBehaviour Default = new();

    /// <summary>Shown at start.</summary>
    public string Name { get; init; } = "default";

    /// <summary>One sentence: what happens and when.</summary>
    public string? Description { get; init; }

    /// <summary>In order of precedence.</summary>
    public IReadOnlyList<ModelBehaviour> Models { get; init; } = [];

    /// <summary>When not null only these models exist; any other name is answered 404.</summary>
    public IReadOnlyList<string>? OnlyModels { get; init; }

    internal ModelBehaviour For(string model)
    {
        foreach (var behaviour in Models)
            if (FileSystemName.MatchesSimpleExpression(behaviour.Match, model)) return behaviour;
        return Default;
    }

    internal bool Knows(string model) => OnlyModels is null || OnlyModels.Contains(model, StringComparer.OrdinalIgnoreCase);
}
