using System.Diagnostics;

namespace LlmSentinel.Bench.Micro;

/// <summary>How much of one processor this process got. The benchmarks never wait, so a quiet machine gives them nearly all of it.</summary>
internal sealed class ProcessorShare
{
    /// <summary>Below this share something else used the machine.</summary>
    public const double Quiet = 0.85;

    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly TimeSpan _before = Environment.CpuUsage.TotalTime;

    /// <summary>The share since this was made: 1 is one processor all the time, more is possible.</summary>
    public double SoFar => (Environment.CpuUsage.TotalTime - _before) / Stopwatch.GetElapsedTime(_since);
}
