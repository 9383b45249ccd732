using System.Runtime.InteropServices;

namespace LlmSentinel.Hosting;

/// <summary>Waits for SIGTERM or Ctrl-C; a second one ends the process at once.</summary>
public static class StopSignal
{
    /// <summary>Returns when the process is to stop.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var cancelled = cancellationToken.Register(() => stop.TrySetResult());
        await stop.Task;

        void Stop(PosixSignalContext context) => context.Cancel = stop.TrySetResult();
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
