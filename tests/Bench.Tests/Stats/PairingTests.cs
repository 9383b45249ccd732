using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Stats;

namespace LlmSentinel.Bench.Tests.Stats;

public class PairingTests
{
    [Fact]
    public void Ratios_MachineSlowsDownFromRoundToRound_SeeOnlyTheTargets()
    {
        var yarp = Rounds((0, 100), (1, 50), (2, 10));
        var ours = Rounds((0, 90), (1, 45), (2, 9));

        var ratio = Pairing.Ratios(ours, yarp)[Metrics.Throughput];

        Assert.Equal(new Spread(0.9, 0.9, 0.9, 3), ratio);
    }

    [Fact]
    public void Ratios_RoundMissingOnOneSide_IsLeftOut()
    {
        var ratio = Pairing.Ratios(Rounds((0, 2), (2, 8)), Rounds((0, 1), (1, 1), (2, 2)))[Metrics.Throughput];

        Assert.Equal(3, ratio.Median);
        Assert.Equal(2, ratio.Pairs);
    }

    [Fact]
    public void Ratios_EnoughQuietPairs_NoisyOnesDoNotCount()
    {
        var yarp = Rounds((0, 10), (1, 10), (2, 10), (3, 10));
        RoundResult[] ours = [.. Rounds((0, 11), (1, 11), (2, 11)), new(3, "a build ran", Throughput(1))];

        Assert.Equal(new Spread(1.1, 1.1, 1.1, 3), Pairing.Ratios(ours, yarp)[Metrics.Throughput]);
    }

    [Fact]
    public void Ratios_TooFewQuietPairs_AllCount()
    {
        var yarp = Rounds((0, 10), (1, 10), (2, 10));
        RoundResult[] ours = [.. Rounds((0, 10)), new(1, "noise", Throughput(20)), new(2, "noise", Throughput(30))];

        var ratio = Pairing.Ratios(ours, yarp)[Metrics.Throughput];

        Assert.Equal(2, ratio.Median);
        Assert.Equal(3, ratio.Pairs);
    }

    [Fact]
    public void Ratios_OtherIsZero_AreLeftOut() => Assert.Empty(Pairing.Ratios(Rounds((0, 1)), Rounds((0, 0))));

    [Fact]
    public void Differences_Latencies_AreTakenPerRound()
    {
        RoundResult[] ours = [Latency(0, 150), Latency(1, 260), Latency(2, 1070)];
        RoundResult[] direct = [Latency(0, 100), Latency(1, 200), Latency(2, 1000)];

        Assert.Equal(new Spread(60, 55, 65, 3), Pairing.Differences(ours, direct)[Metrics.LatencyP50]);
    }

    [Fact]
    public void Medians_MetricOfSomeRounds_IsTheMedianOfThose() =>
        Assert.Equal(20, Pairing.Medians([.. Rounds((0, 10), (1, 30)), Latency(2, 5)])[Metrics.Throughput]);

    private static RoundResult[] Rounds(params (int Round, double Throughput)[] rounds) =>
        [.. rounds.Select(round => new RoundResult(round.Round, null, Throughput(round.Throughput)))];

    private static Dictionary<string, double> Throughput(double value) => new() { [Metrics.Throughput] = value };

    private static RoundResult Latency(int round, double value) => new(round, null, new Dictionary<string, double> { [Metrics.LatencyP50] = value });
}
