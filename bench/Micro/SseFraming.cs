using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Wire;
using LlmSentinel.Core.Wire.Framing;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>Splitting a stream of chat chunks into events, per event.</summary>
public class SseFraming
{
    private byte[][] _reads = [];
    private SseFramer _framer = new();

    /// <summary>How the bytes come.</summary>
    [Params(ReadSize.OneEvent, ReadSize.TenEvents, ReadSize.OddPlaces)]
    public ReadSize Reads { get; set; }

    /// <summary>Makes the stream.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _reads = Samples.Reads.Cut(DialectSample.Of(DialectNames.OpenAIChat).Frames, Reads);
        Check.That(Frame() == DialectSample.EventCount, "every event is found");
    }

    /// <summary>The events of one stream.</summary>
    [Benchmark(OperationsPerInvoke = DialectSample.EventCount)]
    public int Frame()
    {
        var events = 0;
        foreach (var read in _reads)
        {
            ReadOnlySpan<byte> bytes = read;
            while (_framer.TryRead(ref bytes, out _))
                events++;
        }

        _framer.Release();
        return events;
    }
}
