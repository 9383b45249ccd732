using System.IO.Enumeration;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Targets;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>What one target did in one round.</summary>
/// <param name="Metrics">Figures by one of <see cref="Results.Metrics"/>.</param>
/// <param name="Noise">What disturbed; null when nothing did.</param>
/// <param name="Failure">Why the figures do not count; null when they do.</param>
internal sealed record Slice(IReadOnlyDictionary<string, double> Metrics, string? Noise, string? Failure);

/// <summary>Something all targets are put through.</summary>
internal abstract class Scenario
{
    /// <summary>Name, such as <c>closed/plain-1k/c64</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The least that has to be asked for.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Its parameters, for people.</summary>
    public virtual IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>();

    /// <summary>Targets that say something everywhere.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        [TargetNames.Direct, TargetNames.Nginx, TargetNames.Yarp, TargetNames.Sentinel, TargetNames.Sidecar];

    /// <summary>Targets that are measured.</summary>
    public IReadOnlyList<string> Targets { get; init; } = Usual;

    /// <summary>Rounds, where the command line does not say.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Whether the sentinel keeps no text of the calls.</summary>
    public bool Unsampled { get; init; }

    /// <summary>The group: the first part of the name.</summary>
    public string Group => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Whether the targets run on from scenario to scenario; else each slice starts its own.</summary>
    public virtual bool Shares => true;

    /// <summary>Whether a mode and the patterns of the command line ask for it.</summary>
    public bool IsAskedFor(RunOptions options) =>
        options.Only.Count > 0
            ? options.Only.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Name))
            : Mode <= options.Mode;

    /// <summary>Makes a target ready, not measured.</summary>
    /// <returns>Why it cannot be; null when it is.</returns>
    public virtual Task<string?> WarmAsync(Session session, RunningTarget target) => Task.FromResult<string?>(null);

    /// <summary>Measures a target that runs, or, where none is shared, starts one.</summary>
    public abstract Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running);
}
