using LlmSentinel.Core.Capture;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class CaptureBudgetTests
{
    [Fact]
    public void TryReserve_UpToTheLimit_SucceedsAndBeyondIsRefused()
    {
        var budget = new CaptureBudget(100);
        Assert.True(budget.TryReserve(60));
        Assert.True(budget.TryReserve(40));
        Assert.False(budget.TryReserve(1));
        budget.Release(60);
        Assert.Equal(40, budget.Used);
        Assert.Equal(100, budget.HighWater);
        Assert.Equal(1, budget.Refused);
    }

    [Fact]
    public void Limit_Lowered_RefusesUntilEnoughIsReleased()
    {
        var budget = new CaptureBudget(100);
        Assert.True(budget.TryReserve(80));
        budget.Limit = 50;
        Assert.False(budget.TryReserve(1));
        budget.Release(80);
        Assert.True(budget.TryReserve(50));
    }

    [Fact]
    public async Task ManyThreads_NeverExceedTheLimitAndEndAtZero()
    {
        var budget = new CaptureBudget(1000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                if (budget.TryReserve(300))
                    budget.Release(300);
            }
        })));
        Assert.Equal(0, budget.Used);
        Assert.InRange(budget.HighWater, 300, 1000);
    }
}
