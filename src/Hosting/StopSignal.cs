using System.Runtime.InteropServices;

namespace LlmSentinel.Hosting;

/// <summary>
/// SIGTERM and Ctrl-C, from the moment it is made: a signal that comes while the sidecar starts is not lost. A second one ends the
/// process at once.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration _interrupt;

    /// <summary>Listens from now on.</summary>
    public StopSignal()
    {
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !_stop.IsCancellationRequested;
            _stop.Cancel();
        }
    }

    /// <summary>Returns when the process is to stop; at once when it was told before.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var signalled = _stop.Token.Register(() => stop.TrySetResult());
        using var cancelled = cancellationToken.Register(() => stop.TrySetResult());
        await stop.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _term.Dispose();
        _interrupt.Dispose();
        _stop.Dispose();
    }

    /// <summary>Runs with a token that SIGTERM or Ctrl-C cancels; a second one ends the process at once.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        using var signal = new StopSignal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signal._stop.Token);
        return await run(stop.Token);
    }
}
