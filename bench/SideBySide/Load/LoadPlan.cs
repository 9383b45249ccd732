using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Load;

/// <summary>One piece of load.</summary>
internal sealed record LoadPlan
{
    /// <summary>Port of 127.0.0.1 to talk to.</summary>
    public required int Port { get; init; }

    /// <summary>What to send.</summary>
    public required RequestTemplate Request { get; init; }

    /// <summary>Length each answer's body must have; null: not looked at, for a target that writes it anew.</summary>
    public required long? BodyBytes { get; init; }

    /// <summary>Connections; each has one call at a time.</summary>
    public required int Connections { get; init; }

    /// <summary>How long calls are begun.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Most calls of each connection, after which it rests; null: until the time is over.</summary>
    public int? CallsPerConnection { get; init; }

    /// <summary>The connections begin one after the other over this time.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Calls due per second; null: a connection sends its next call when the last was answered.</summary>
    public double? Rate { get; init; }

    /// <summary>Whether calls that still wait for a connection when the time is over are never sent; else they are, late.</summary>
    public bool LeavesOverdue { get; init; }

    /// <summary>Failed calls after which there is no use in going on.</summary>
    public int MostFailures { get; init; } = 100;

    /// <summary>Whether each answer is noted with its time.</summary>
    public bool Traces { get; init; }

    /// <summary>The id of the first call.</summary>
    public required long FirstId { get; init; }
}
