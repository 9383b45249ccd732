namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>One scenario, all targets.</summary>
public sealed record ScenarioResult
{
    /// <summary>Name, such as <c>closed/plain-1k/c64</c>; the first segment is the group.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Groups"/>.</summary>
    public required string Group { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Its parameters by name, such as <c>connections</c> or <c>rate</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What each target did, by one of <see cref="TargetNames"/>.</summary>
    public IReadOnlyDictionary<string, TargetResult> Targets { get; init; } = new Dictionary<string, TargetResult>();
}
