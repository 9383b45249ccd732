using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Capture;

namespace LlmSentinel.Bench.Micro;

/// <summary>Copying a body into pooled memory, read by read, and giving the memory back; per body.</summary>
public class CaptureCopy
{
    private const int ReadBytes = 4096;

    private readonly CaptureBuffer _buffer = new(new CaptureBudget(64 * 1024 * 1024)) { Limit = 256 * 1024 };
    private byte[][] _reads = [];

    /// <summary>Length of the body in bytes; the last one is over the limit of a copy.</summary>
    [Params(1024, 32 * 1024, 1024 * 1024)]
    public int Body { get; set; }

    /// <summary>Makes the body.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _reads = [.. new byte[Body].Chunk(ReadBytes)];
        Check.That(AppendAndRelease() == Math.Min(Body, _buffer.Limit), "the body is kept up to the limit");
    }

    /// <summary>One body.</summary>
    [Benchmark]
    public int AppendAndRelease()
    {
        long timestamp = 1;
        foreach (var read in _reads)
            _buffer.Append(read, timestamp += 1_000_000);
        var kept = _buffer.HeadLength;
        _buffer.Reset();
        return kept;
    }
}
