using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Spool;

/// <summary>Where a spool is and how much it may hold.</summary>
internal sealed record SpoolSettings
{
    /// <summary>The folder, for this spool alone; made when absent.</summary>
    public required string Folder { get; init; }

    /// <summary>Most it takes on disk. Beyond it the oldest segment goes, delivered or not. At least two segments.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Size of one file. Space is given back file by file.</summary>
    public int SegmentBytes { get; init; } = 16 << 20;

    /// <summary>When appended blocks are brought to the disk.</summary>
    public FsyncPolicy Fsync { get; init; } = FsyncPolicy.Interval;

    /// <summary>Longest time a block waits for it under <see cref="FsyncPolicy.Interval"/>.</summary>
    public TimeSpan FsyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Brings a file to the disk, and throws where the disk refuses.</summary>
    public Action<SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;
}
