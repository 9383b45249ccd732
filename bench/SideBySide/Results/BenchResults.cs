namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>Everything one run found: what <c>artifacts/bench/results.json</c> holds.</summary>
public sealed record BenchResults
{
    /// <summary>The version of this shape; raised when a reader would have to change.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the shape.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>When the run began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the run took, in seconds.</summary>
    public double DurationSeconds { get; init; }

    /// <summary><c>quick</c>, <c>default</c> or <c>full</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The commit that was measured, with <c>+</c> behind it when files differed; null outside a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineInfo Machine { get; init; }

    /// <summary>Versions by name: <c>dotnet</c>, <c>Yarp.ReverseProxy</c>, <c>nginx</c>, <c>portkey</c>, <c>node</c>.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Targets that were not measured at all, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; init; } = new Dictionary<string, string>();

    /// <summary>What disturbed the run, for people. Empty: a quiet run.</summary>
    public IReadOnlyList<string> Noise { get; init; } = [];

    /// <summary>What went wrong, for people: rows lost or wrong, targets that died. Empty: every figure stands.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>What was measured.</summary>
    public IReadOnlyList<ScenarioResult> Scenarios { get; init; } = [];

    /// <summary>What was to be reached, and whether it was.</summary>
    public IReadOnlyList<GoalResult> Goals { get; init; } = [];
}
