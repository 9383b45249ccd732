namespace LlmSentinel.Core.Configuration;

/// <summary>When the spool's data is forced to the disk.</summary>
public static class FsyncModes
{
    /// <summary>Before a point counts as recorded.</summary>
    public const string Always = "always";

    /// <summary>At intervals.</summary>
    public const string Interval = "interval";

    /// <summary>When the operating system sees fit.</summary>
    public const string Never = "never";
}
