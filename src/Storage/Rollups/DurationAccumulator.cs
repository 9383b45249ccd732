using LlmSentinel.Statistics.Sketches;

namespace LlmSentinel.Storage.Rollups;

/// <summary>The values of one duration in microseconds: count, sum and largest exact, quantiles from a sketch. Reusable.</summary>
internal sealed class DurationAccumulator
{
    /// <summary>Values added.</summary>
    public long Count => Sketch.Count;

    /// <summary>Their sum.</summary>
    public long Sum { get; private set; }

    /// <summary>The largest; meaningless while there is none.</summary>
    public long Max { get; private set; } = long.MinValue;

    /// <summary>Negative values, which only a clock set back can make, are 0 in it.</summary>
    public QuantileSketch Sketch { get; } = new();

    public void Add(long value)
    {
        Sum = Saturating.Add(Sum, value);
        Max = Math.Max(Max, value);
        Sketch.Add(Math.Max(0, value));
    }

    public void Merge(DurationAccumulator other)
    {
        Sum = Saturating.Add(Sum, other.Sum);
        Max = Math.Max(Max, other.Max);
        Sketch.Merge(other.Sketch);
    }

    /// <summary>Adds a stored one. Throws <see cref="FormatException"/> when its sketch is none.</summary>
    public void Merge(in DurationRollup other)
    {
        Sum = Saturating.Add(Sum, other.Sum);
        Max = Math.Max(Max, other.Max);
        Sketch.Merge(other.Sketch);
    }

    /// <summary>Makes it empty, to be used again.</summary>
    public void Clear()
    {
        (Sum, Max) = (0, long.MinValue);
        Sketch.Clear();
    }
}
