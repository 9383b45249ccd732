using LlmSentinel.Bench.SideBySide.Goals;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.Tests.Goals;

public class GoalTableTests
{
    private const string Cpu = "CPU per exchange, 1 KB plain, against plain YARP";

    [Theory]
    [InlineData(1.05, true)]
    [InlineData(1.06, false)]
    public void Evaluate_MeasuredRatio_IsHeldAgainstItsLimit(double ratio, bool met)
    {
        var goal = Goal(Cpu, new TargetResult { RatioTo = By(TargetNames.Yarp, Metrics.CpuPerExchange, new Spread(ratio, ratio - 0.1, ratio + 0.1, 5)) });

        Assert.Equal(met, goal.Met);
        Assert.Equal(ratio, goal.Value);
        Assert.Equal("<= 1.05x", goal.Goal);
    }

    [Fact]
    public void Evaluate_FailedTarget_HasNoFigure()
    {
        var goal = Goal(Cpu, new TargetResult { Failed = "3 rows missing" });

        Assert.Null(goal.Met);
        Assert.Null(goal.Value);
        Assert.Equal("FAILED: 3 rows missing", goal.Measured);
    }

    [Fact]
    public void Evaluate_FailedTarget_MissesTheGoalOfRightRows() =>
        Assert.False(Goal("rows lost or wrong", new TargetResult { Failed = "3 rows missing" }).Met);

    [Fact]
    public void Evaluate_NotMeasured_IsNeitherMetNorMissed()
    {
        var goal = Goal("first proxied byte after start", new TargetResult());

        Assert.Null(goal.Met);
        Assert.Equal("not measured", goal.Measured);
    }

    [Fact]
    public void Evaluate_AddedMoreThanAllowed_IsMissed()
    {
        var goal = Goal("allocated per exchange above plain YARP", new TargetResult
        {
            AddedOver = By(TargetNames.Yarp, Metrics.AllocatedPerExchange, new Spread(1600, 1590, 1610, 5)),
        });

        Assert.False(goal.Met);
        Assert.Equal("<= +1,536 bytes", goal.Goal);
    }

    private static GoalResult Goal(string name, TargetResult target)
    {
        var results = new BenchResults
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            Mode = "quick",
            Machine = new MachineInfo("", 2, 0, "", ""),
            Scenarios =
            [
                new ScenarioResult
                {
                    Name = "closed/plain-1k/c64", Group = Groups.Closed, Title = "",
                    Targets = new Dictionary<string, TargetResult> { [TargetNames.Sentinel] = target },
                },
            ],
        };
        return GoalTable.Evaluate(results).Single(goal => goal.Name == name && goal.Target == TargetNames.Sentinel);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, Spread>> By(string other, string metric, Spread spread) =>
        new() { [other] = new Dictionary<string, Spread> { [metric] = spread } };
}
