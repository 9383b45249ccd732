using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Bench.Micro;

/// <summary>The gaps between a stream's events: one more, and the 95th percentile of all.</summary>
public class GapSketch
{
    private const int Gaps = 1000;

    private readonly long[] _gaps = new long[Gaps];
    private GapHistogram _histogram;
    private GapHistogram _filled;
    private StreamClock _clock;
    private long _largest;

    /// <summary>Makes gaps between 1 ms and 100 ms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Gaps; i++)
        {
            _gaps[i] = random.Next(1_000_000, 100_000_000);
            _filled.Add(_gaps[i], 1);
        }

        _largest = _gaps.Max();
        Check.That(Quantile() is > 90_000_000 and < 100_000_000, "the percentile is near 95 ms");
    }

    /// <summary>One gap.</summary>
    [Benchmark(OperationsPerInvoke = Gaps)]
    public void Add()
    {
        foreach (var gap in _gaps)
            _histogram.Add(gap, 1);
    }

    /// <summary>All a stream's clocks do with one event.</summary>
    [Benchmark(OperationsPerInvoke = Gaps)]
    public int Mark()
    {
        long now = 1;
        foreach (var gap in _gaps)
            _clock.Mark(EventClass.Output | EventClass.Answer, now += gap);
        return _clock.OutputChunks;
    }

    /// <summary>The 95th percentile of a thousand gaps.</summary>
    [Benchmark]
    public long Quantile() => _filled.Quantile(0.95, Gaps, _largest);
}
