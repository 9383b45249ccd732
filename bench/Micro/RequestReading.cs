using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>Reading the few fields wanted of a request whose prompt passes in reads of at most 64 KB, the forwarder's buffer.</summary>
public class RequestReading
{
    private const int ReadBytes = 64 * 1024;

    private readonly RequestReader _reader = new();
    private readonly RequestFacts _facts = new();
    private byte[][] _reads = [];

    /// <summary>Length of the prompt in bytes.</summary>
    [Params(1024, 32 * 1024, 1024 * 1024)]
    public int Prompt { get; set; }

    /// <summary>Makes the request.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _reads = [.. RequestSample.Chat(Prompt).Chunk(ReadBytes)];
        Check.That(Read() && _facts is { Model: RequestSample.Model, Stream: true, IncludeUsage: true }, "the fields behind the prompt are read");
    }

    /// <summary>One request.</summary>
    [Benchmark]
    public bool Read()
    {
        _facts.Reset();
        _reader.Begin(_facts, "application/json", null);
        foreach (var read in _reads)
            _reader.Read(read);
        return _reader.IsComplete;
    }
}
