using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Spool;

namespace LlmSentinel.Storage.Influx.Writing;

/// <summary>The configured spool in the spool's own words.</summary>
internal static class SpoolSettingsOf
{
    private const int LargestSegment = 16 << 20;
    private const int Segments = 8;

    public static SpoolSettings Options(SpoolOptions options) => new()
    {
        Folder = Path.GetFullPath(options.Path),
        MaxBytes = options.MaxSize,
        // Space is given back segment by segment: a small spool has small ones.
        SegmentBytes = (int)Math.Min(LargestSegment, options.MaxSize / Segments),
        Fsync = options.Fsync switch
        {
            FsyncModes.Always => FsyncPolicy.Always,
            FsyncModes.Never => FsyncPolicy.Never,
            _ => FsyncPolicy.Interval,
        },
        FsyncInterval = options.FsyncInterval,
    };
}
