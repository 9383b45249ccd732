namespace LlmSentinel.Core.Telemetry;

/// <summary>Why something was dropped instead of delaying a call.</summary>
public static class DropReasons
{
    /// <summary>The queue had no place left.</summary>
    public const string Full = "full";

    /// <summary>The process was stopping and the time to finish was over.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>The stage behind the queue failed on it.</summary>
    public const string Failed = "failed";
}
