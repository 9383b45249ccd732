using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Colours that can be told apart, and read, on white and on near-black alike.</summary>
internal static class Palette
{
    public const string Text = "#768390";
    public const string Line = "#8b949e";
    public const string Goal = "#e5534b";
    public const string First = "#3b8eea";
    public const string Second = "#d98a2b";
    public const string Third = "#8a6fd1";

    /// <summary>Colour of a target.</summary>
    public static string Of(string target) => target switch
    {
        TargetNames.Direct => "#adb5bd",
        TargetNames.Nginx => "#4c9f70",
        TargetNames.Yarp => "#d98a2b",
        TargetNames.Sentinel => "#3b8eea",
        TargetNames.SentinelObserving => "#63b3ce",
        TargetNames.Sidecar => "#8a6fd1",
        _ => "#c06c84",
    };
}
