using System.Numerics;
using System.Runtime.CompilerServices;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// A log-scaled histogram of tick counts in fixed memory: 16 equal steps to each doubling from 2^10 to 2^40 ticks (at the usual
/// 10^9 ticks a second: 1 microsecond to 18 minutes). A quantile is told as the middle of its step, so it is off by at most 1/32
/// (3.2 %) of its value; below the range it is told as 0, above it as the range's end.
/// </summary>
internal struct GapHistogram
{
    private const int FirstPower = 10;
    private const int Powers = 30;
    private const int StepBits = 4;
    private const int Steps = 1 << StepBits;
    private const int BucketCount = 1 + (Powers * Steps);

    private Buckets _buckets;

    /// <summary>Adds a value so many times.</summary>
    public void Add(long ticks, int times) => _buckets[IndexOf(ticks)] += times;

    /// <summary>Nearest-rank quantile of the <paramref name="count"/> values added, of which <paramref name="largest"/> is the largest.</summary>
    public readonly long Quantile(double quantile, int count, long largest)
    {
        // From above: a high quantile lies few steps below the largest value.
        var below = count - (long)Math.Ceiling(quantile * count);
        long seen = 0;
        for (var i = IndexOf(largest); i > 0; i--)
        {
            seen += _buckets[i];
            if (seen > below)
                return Middle(i);
        }

        return 0;
    }

    private static int IndexOf(long ticks)
    {
        if (ticks < 1L << FirstPower)
            return 0;
        var power = BitOperations.Log2((ulong)ticks);
        if (power >= FirstPower + Powers)
            return BucketCount - 1;
        var step = (int)(ticks >> (power - StepBits)) & (Steps - 1);
        return 1 + ((power - FirstPower) << StepBits) + step;
    }

    private static long Middle(int bucket)
    {
        if (bucket == 0)
            return 0;
        var power = FirstPower + ((bucket - 1) >> StepBits);
        var step = (bucket - 1) & (Steps - 1);
        var width = 1L << (power - StepBits);
        return (1L << power) + (step * width) + (width / 2);
    }

    [InlineArray(BucketCount)]
    private struct Buckets
    {
        private int _first;
    }
}
