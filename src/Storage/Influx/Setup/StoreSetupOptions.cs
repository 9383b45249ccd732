namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>How a server is set up.</summary>
public sealed record StoreSetupOptions
{
    /// <summary>How long sums of a minute are kept; zero for ever.</summary>
    public TimeSpan MinuteRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long sums of an hour are kept; zero for ever.</summary>
    public TimeSpan HourRetention { get; init; } = TimeSpan.FromDays(5 * 365);

    /// <summary>True to let a place forget sooner than it does now: older points are deleted.</summary>
    public bool Shorten { get; init; }

    /// <summary>True to look and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>A token that may do more than the configured one; null for that.</summary>
    public string? Token { get; init; }
}
