using BenchmarkDotNet.Attributes;
using LlmSentinel.Bench.Micro.Samples;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;

namespace LlmSentinel.Bench.Micro;

/// <summary>A record as a point in InfluxDB's line protocol; per point.</summary>
public class LineWriting
{
    private const int Batch = 1000;

    private readonly LineBuffer _lines = new(1 << 20);
    private Exchange _exchange = null!;

    /// <summary>Makes the record of a streamed call.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var call = new SampleCall(streamed: true);
        _exchange = Builders.Create().Build(call, call.Usage);
        Check.That(Write() > Batch * 100, "points are written");
    }

    /// <summary>A thousand points into one buffer.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int Write()
    {
        _lines.Clear();
        for (var i = 0; i < Batch; i++)
            ExchangeLine.Write(_lines, _exchange, PointTime.Floor(_exchange.StartedAt) + i);
        return _lines.Written.Length;
    }
}
