using System.Runtime.InteropServices;

namespace LlmSentinel.Hosting;

/// <summary>
/// SIGTERM and Ctrl-C, from the moment it is made: a signal that comes while the sidecar starts is not lost. A second one ends the
/// process at once.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration _interrupt;

    /// <summary>Listens from now on.</summary>
    public StopSignal()
    {
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        void Stop(PosixSignalContext context) => context.Cancel = _stop.TrySetResult();
    }

    /// <summary>Returns when the process is to stop; at once when it was told before.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var cancelled = cancellationToken.Register(() => _stop.TrySetResult());
        await _stop.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _term.Dispose();
        _interrupt.Dispose();
    }

    /// <summary>Runs with a token that SIGTERM or Ctrl-C cancels; a second one ends the process at once.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await run(stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
