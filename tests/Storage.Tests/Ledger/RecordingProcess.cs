using System.Diagnostics;
using System.Globalization;

namespace LlmSentinel.Storage.Tests.Ledger;

/// <summary>The process that records up to some exchange, tells the ledger and can be killed at any moment.</summary>
internal sealed class RecordingProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _hearing;
    private readonly Task<string> _errors;

    public RecordingProcess(string spool, string url, Ledger ledger, int end)
    {
        _process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "LlmSentinel.LedgerHost"),
            [spool, url, InfluxServer.Database, ledger.Next.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _hearing = HearAsync(ledger);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Kills it; returns when all it said before is in the ledger.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _hearing;
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until everything is delivered and it ends by itself.</summary>
    public async Task CompleteAsync()
    {
        _process.StandardInput.Close();
        await _hearing;
        await _process.WaitForExitAsync();
        Assert.Equal("", await _errors);
        Assert.Equal(0, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task HearAsync(Ledger ledger)
    {
        // A line without an end was not said: the process was killed inside.
        var pending = "";
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
        {
            var lines = (pending + new string(buffer, 0, read)).Split('\n');
            foreach (var line in lines[..^1])
                ledger.Hear(line);
            pending = lines[^1];
        }
    }
}
