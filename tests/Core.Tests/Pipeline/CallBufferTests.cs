using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Pipeline;

namespace LlmSentinel.Core.Tests.Pipeline;

public sealed class CallBufferTests
{
    [Fact]
    public async Task ManyWriters_OneReader_EveryCallArrivesOnce()
    {
        var buffer = new CallBuffer(64);
        var budget = new CaptureBudget(0);
        var accepted = 0;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (buffer.TryAdd(new Call(budget)))
                    Interlocked.Increment(ref accepted);
            }
        })).ToArray();
        var end = Task.WhenAll(writers).ContinueWith(_ => buffer.Complete(), TaskScheduler.Default);

        var seen = new HashSet<CallObservation>(ReferenceEqualityComparer.Instance);
        for (var completed = false; !completed;)
        {
            await buffer.WaitAsync();
            completed = buffer.Completed;
            while (buffer.TryTake(out var call))
                Assert.True(seen.Add(call));
        }

        await end;
        Assert.Equal(accepted, seen.Count);
        Assert.Equal(0, buffer.Count);
    }

    [Fact]
    public void TryAdd_WhenFull_TurnsAwayUntilOneIsTaken()
    {
        var buffer = new CallBuffer(2);
        var call = new Call(new CaptureBudget(0));
        Assert.True(buffer.TryAdd(call));
        Assert.True(buffer.TryAdd(call));
        Assert.False(buffer.TryAdd(call));
        Assert.True(buffer.TryTake(out _));
        Assert.True(buffer.TryAdd(call));
    }

    [Fact]
    public async Task WaitAsync_OfAnEmptyBuffer_EndsWithTheFirstCall()
    {
        var buffer = new CallBuffer(2);
        var waiting = buffer.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        buffer.TryAdd(new Call(new CaptureBudget(0)));
        await waiting;
    }

    private sealed class Call(CaptureBudget budget) : CallObservation(budget)
    {
        public override void Release()
        {
        }
    }
}
