using LlmSentinel.Core.Capture;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class CaptureBufferAllocationTests
{
    [Fact]
    public void Reset_ManyCopiesAtOnce_TheNextOnesAllocateNothing()
    {
        // As many as end while the pipeline gathers, and more than the shared array pool keeps.
        var budget = new CaptureBudget(64 * 1024 * 1024);
        var copies = Enumerable.Range(0, 500).Select(_ => new CaptureBuffer(budget)).ToArray();
        var bytes = new byte[1500];
        long before = 0;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var copy in copies)
                copy.Append(bytes, 1);
            foreach (var copy in copies)
                copy.Reset();
        }

        // The pool is the process's: what other tests hold of it meanwhile is made anew.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, copies.Length * 1500 / 2);
        Assert.Equal(0, budget.Used);
    }
}
