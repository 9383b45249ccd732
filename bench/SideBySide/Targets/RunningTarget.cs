using LlmSentinel.Bench.SideBySide.Measure;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>A target that runs.</summary>
internal sealed class RunningTarget(Target target, int port, ChildProcess? process) : IAsyncDisposable
{
    private const double RestingMicroseconds = 20_000;

    // The runtime waits a tenth of a second before it compiles anew.
    private static readonly TimeSpan RestPoll = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(6);

    /// <summary>What it is.</summary>
    public Target Target { get; } = target;

    /// <summary>Port of 127.0.0.1 where calls go.</summary>
    public int Port { get; } = port;

    /// <summary>When its process was started, on the monotonic clock; 0: it has none.</summary>
    public long StartedAt => process?.StartedAt ?? 0;

    /// <summary>Headers each call carries.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Its SQLite store; null when it has none.</summary>
    public string? Database { get; init; }

    /// <summary>Port of 127.0.0.1 where its own metrics are; null when it has none.</summary>
    public int? AdminPort { get; init; }

    /// <summary>Where its startup hook answers; null when it has none.</summary>
    public string? HeapSocket { get; init; }

    /// <summary>Its processes.</summary>
    public IReadOnlyList<int> Processes => process?.Ids ?? [];

    /// <summary>Why it is no more; null while it runs.</summary>
    public string? Death => process is { Ended: true } ? $"{Target.Name} ended. {process.LastWords()}" : null;

    /// <summary>Its processor time so far, in microseconds.</summary>
    public double CpuMicroseconds => ProcFiles.CpuMicroseconds(Processes);

    /// <summary>Its resident memory now, in megabytes of 10^6 bytes.</summary>
    public double ResidentMegabytes => ProcFiles.ResidentBytes(Processes) / 1e6;

    /// <summary>Waits until it rests: methods called often are compiled anew behind the calls. Gives up after some seconds.</summary>
    public async Task RestAsync()
    {
        for (var waited = TimeSpan.Zero; waited < LongestRest; waited += RestPoll)
        {
            var before = CpuMicroseconds;
            await Task.Delay(RestPoll);
            if (CpuMicroseconds - before <= RestingMicroseconds)
                return;
        }
    }

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
