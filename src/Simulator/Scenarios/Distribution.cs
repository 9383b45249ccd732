using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>
/// Where numbers are drawn from: durations in milliseconds or counts of tokens. Each parameter may change over time.
/// A draw below 0 counts as 0.
/// </summary>
public abstract record Distribution
{
    /// <summary>Draws below it are raised to it.</summary>
    public double? Min { get; init; }

    /// <summary>Draws above it are cut to it.</summary>
    public double? Max { get; init; }

    /// <summary>Always the same.</summary>
    public static Distribution Constant(double value) => new ConstantDistribution(value);

    internal double Sample(TimeSpan time, ref SimRandom random)
    {
        var value = Math.Max(Draw(time, ref random), Math.Max(0, Min ?? 0));
        return Max is { } max ? Math.Min(value, max) : value;
    }

    private protected abstract double Draw(TimeSpan time, ref SimRandom random);

    internal bool IsAlwaysZero => this is ConstantDistribution { IsZero: true };
}

/// <summary>Always <paramref name="Value"/>.</summary>
public sealed record ConstantDistribution(Schedule Value) : Distribution
{
    internal bool IsZero { get; } = Value.IsAlways(0);

    private protected override double Draw(TimeSpan time, ref SimRandom random) => Value.At(time);
}

/// <summary>Gaussian.</summary>
public sealed record NormalDistribution(Schedule Mean, Schedule Sd) : Distribution
{
    private protected override double Draw(TimeSpan time, ref SimRandom random) => Mean.At(time) + (Sd.At(time) * random.NextGaussian());
}

/// <summary>exp of a Gaussian around ln(median): the shape of real latencies.</summary>
public sealed record LogNormalDistribution(Schedule Median, Schedule Sigma) : Distribution
{
    private protected override double Draw(TimeSpan time, ref SimRandom random) => Median.At(time) * Math.Exp(Sigma.At(time) * random.NextGaussian());
}

/// <summary>Exponential.</summary>
public sealed record ExponentialDistribution(Schedule Mean) : Distribution
{
    private protected override double Draw(TimeSpan time, ref SimRandom random) => -Mean.At(time) * Math.Log(1.0 - random.NextDouble());
}

/// <summary>Even between two bounds.</summary>
public sealed record UniformDistribution(Schedule From, Schedule To) : Distribution
{
    private protected override double Draw(TimeSpan time, ref SimRandom random)
    {
        var (from, to) = (From.At(time), To.At(time));
        return from + ((to - from) * random.NextDouble());
    }
}
