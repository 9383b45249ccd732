using System.Collections.Concurrent;
using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Net;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>A program the bench starts and, whatever happens, ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LinesKept = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<ChildProcess, bool> Alive = [];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];

    private ChildProcess(string name, Process process) => (Name, _process) = (name, process);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>When it was started, on the monotonic clock.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Whether it is no more.</summary>
    public bool Ended => _process.HasExited;

    /// <summary>It and what it started.</summary>
    public IReadOnlyList<int> Ids => Ended ? [] : ProcFiles.Tree(_process.Id);

    /// <summary>Starts a program; <paramref name="onLine"/> gets each line it writes.</summary>
    public static ChildProcess Start(string name, ProcessStartInfo start, Action<string>? onLine = null)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(name, process);
        void Line(string? text)
        {
            if (text is null)
                return;
            child._lines.Enqueue(text);
            while (child._lines.Count > LinesKept && child._lines.TryDequeue(out _))
            {
            }

            onLine?.Invoke(text);
        }

        process.OutputDataReceived += (_, line) => Line(line.Data);
        process.ErrorDataReceived += (_, line) => Line(line.Data);
        child.StartedAt = Clock.Now;
        process.Start();
        Alive.TryAdd(child, true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Ends all that run, at once: the bench itself is ending.</summary>
    public static void KillAll()
    {
        foreach (var child in Alive.Keys)
            child.Kill();
    }

    /// <summary>The last lines it wrote.</summary>
    public string LastWords() => _lines.IsEmpty ? "It wrote nothing." : "It wrote: " + string.Join(" | ", _lines);

    public async ValueTask DisposeAsync()
    {
        if (!Ended)
        {
            _ = Libc.Kill(_process.Id, Terminate);
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Kill();
            }
        }

        Alive.TryRemove(this, out _);
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
