namespace LlmSentinel.Storage.Spool;

/// <summary>When what was appended is brought from the system's memory to the disk. The end of the process never loses anything; power may.</summary>
internal enum FsyncPolicy
{
    /// <summary>Before an append returns: what was acknowledged survives a loss of power.</summary>
    Always,

    /// <summary>Some time after an append: a loss of power costs that time at most.</summary>
    Interval,

    /// <summary>When the system sees fit.</summary>
    Never,
}
