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

    /// <summary>Names of the scenarios that come with the simulator.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [.. typeof(Scenario).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>Reads a scenario file, or the built-in scenario of that name.</summary>
    /// <exception cref="ScenarioException">The file is not there or not right; the message has one line per problem.</exception>
    public static Scenario Load(string pathOrName)
    {
        ArgumentNullException.ThrowIfNull(pathOrName);
        using var builtIn = typeof(Scenario).Assembly.GetManifestResourceStream(pathOrName);
        if (builtIn is not null)
        {
            using var reader = new StreamReader(builtIn);
            return Parse(reader.ReadToEnd(), pathOrName);
        }
        if (File.Exists(pathOrName)) return Parse(File.ReadAllText(pathOrName), pathOrName);
        throw new ScenarioException(
            [new ScenarioProblem(pathOrName, 0, "", $"no such file, and no built-in scenario of that name; there are {string.Join(", ", BuiltIn)}")]);
    }

    /// <summary>Reads a scenario from YAML; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ScenarioException">It is not right; the message has one line per problem.</exception>
    public static Scenario Parse(string yaml, string source) => ScenarioReader.Read(yaml, source);

    internal ModelBehaviour For(string model)
    {
        foreach (var behaviour in Models)
            if (FileSystemName.MatchesSimpleExpression(behaviour.Match, model)) return behaviour;
        return Default;
    }

    internal bool Knows(string model) => OnlyModels is null || OnlyModels.Contains(model, StringComparer.OrdinalIgnoreCase);
}
