using System.Runtime.InteropServices;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>Waits for SIGTERM or Ctrl-C; a second one ends the process at once.</summary>
internal static class StopSignal
{
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var cancelled = cancellationToken.Register(() => stop.TrySetResult());
        await stop.Task;

        void Stop(PosixSignalContext context) => context.Cancel = stop.TrySetResult();
    }
}
