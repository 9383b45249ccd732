using System.Diagnostics;
using System.Globalization;
using System.Text;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Functional.Harness;

/// <summary>The program <c>sentinel</c> itself as a child process: its signals, its exit code, everything it writes.</summary>
internal sealed class SentinelProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly TaskCompletionSource<Uri> _data = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SentinelProcess(Process process) => _process = process;

    /// <summary>The data port.</summary>
    public Uri Data { get; private set; } = null!;

    /// <summary>The admin port.</summary>
    public Uri Admin { get; private set; } = null!;

    /// <summary>Memory it holds now.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Everything written to standard output and standard error so far.</summary>
    public string Written
    {
        get
        {
            lock (_written)
                return _written.ToString();
        }
    }

    /// <summary>Starts <c>sentinel serve</c> in a folder, where its database lies as well; returns when it accepts calls.</summary>
    public static Task<SentinelProcess> StartAsync(TempDirectory folder, string yaml, params (string Key, string Value)[] settings) =>
        StartAsync(Path.Combine(AppContext.BaseDirectory, "sentinel"), ["serve"], folder, yaml, settings);

    /// <summary>Starts another program that does the same.</summary>
    public static async Task<SentinelProcess> StartAsync(
        string program, string[] arguments, TempDirectory folder, string yaml, params (string Key, string Value)[] settings)
    {
        var sentinel = await LaunchAsync(program, arguments, folder, yaml, settings);
        await Eventually.TrueAsync(
            () => sentinel._admin.Task.IsCompleted || sentinel._process.HasExited, "the sentinel says where it listens", TimeSpan.FromMinutes(2));
        Assert.False(sentinel._process.HasExited, sentinel.Written);
        sentinel.Data = await sentinel._data.Task;
        sentinel.Admin = await sentinel._admin.Task;
        return sentinel;
    }

    /// <summary>Starts <c>sentinel serve</c> and returns while it still starts: where it listens is not known.</summary>
    public static Task<SentinelProcess> LaunchAsync(TempDirectory folder, string yaml, params (string Key, string Value)[] settings) =>
        LaunchAsync(Path.Combine(AppContext.BaseDirectory, "sentinel"), ["serve"], folder, yaml, settings);

    private static async Task<SentinelProcess> LaunchAsync(
        string program, string[] arguments, TempDirectory folder, string yaml, (string Key, string Value)[] settings)
    {
        await File.WriteAllTextAsync(folder.File("sentinel.yaml"), yaml);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in SidecarUnderTest.Environment(folder, settings))
            start.Environment[name] = value;

        var sentinel = new SentinelProcess(Process.Start(start)!);
        sentinel._process.OutputDataReceived += (_, line) => sentinel.OnLine(line.Data);
        sentinel._process.ErrorDataReceived += (_, line) => sentinel.OnLine(line.Data);
        sentinel._process.BeginOutputReadLine();
        sentinel._process.BeginErrorReadLine();
        return sentinel;
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync() =>
        Assert.Equal(0, (await ProcessRun.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])).ExitCode);

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await Eventually.CompletesAsync(_process.WaitForExitAsync(), "the sentinel ends", TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_written)
            _written.AppendLine(line);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["calls", var data, ..])
            _data.TrySetResult(new Uri(data));
        else if (words is ["admin", var admin, ..])
            _admin.TrySetResult(new Uri(admin));
    }
}
