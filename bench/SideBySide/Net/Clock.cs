using System.Diagnostics;

namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>The monotonic clock: the same for every process of the machine.</summary>
internal static class Clock
{
    /// <summary>Nanoseconds since the machine started.</summary>
    public static long Now => Stopwatch.Frequency == 1_000_000_000 ? Stopwatch.GetTimestamp() : throw new PlatformNotSupportedException();
}
