namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>Something that stands between generator and upstream.</summary>
internal abstract class Target
{
    /// <summary>One of <see cref="Results.TargetNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>What tells it from variants of the same name.</summary>
    public virtual string Key => Name;

    /// <summary>The same without samples of the calls' text.</summary>
    public virtual Target Unsampled => this;

    /// <summary>The same, recording to an InfluxDB server that is not there; null for what has no store.</summary>
    public virtual Target? StoreAway => null;

    /// <summary>Whether answers reach the client as the upstream wrote them, so that their length can be checked.</summary>
    public virtual bool KeepsBodies => true;

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    public virtual string? Missing(Places places) => null;

    /// <summary>Starts it; returns when it listens.</summary>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public abstract Task<RunningTarget> StartAsync(Places places, int upstreamPort);
}
