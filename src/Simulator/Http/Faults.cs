using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>What happens to the connection when an answer fails after it has begun.</summary>
internal static class Faults
{
    // What has been sent leaves the socket before it is reset.
    private static readonly TimeSpan BeforeReset = TimeSpan.FromMilliseconds(10);

    public static async Task HappenAsync(SimCall call, FaultKind fault)
    {
        switch (fault)
        {
            case FaultKind.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, call.Aborted);
                break;
            case FaultKind.Reset:
                call.Ending = Ending.Broken;
                await Task.Delay(BeforeReset, CancellationToken.None);
                call.Http.Abort();
                break;
            default:
                call.Ending = Ending.Broken;
                break;
        }
    }
}
