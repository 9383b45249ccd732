using BenchmarkDotNet.Attributes;
using LlmSentinel.Proxy.Http1;

namespace LlmSentinel.Bench.Micro;

/// <summary>Taking the chunk framing out of a stream's body, per chunk.</summary>
public class ChunkDecoding
{
    private const int Chunks = 100;
    private const int ChunkBytes = 250;
    private byte[] _framed = [];
    private byte[] _buffer = [];

    /// <summary>Chunks that come with one read.</summary>
    [Params(1, 10)]
    public int ChunksARead { get; set; }

    /// <summary>Makes the body.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var chunk = $"{ChunkBytes:x}\r\n{new string('x', ChunkBytes)}\r\n";
        _framed = System.Text.Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(chunk, Chunks)));
        _buffer = new byte[_framed.Length / Chunks * ChunksARead];
        Check.That(Decode() == Chunks * ChunkBytes, "the data is all there");
    }

    /// <summary>The chunks of one stream, as they come in.</summary>
    [Benchmark(OperationsPerInvoke = Chunks)]
    public int Decode()
    {
        var decoder = new ChunkedDecoder(null);
        var data = 0;
        for (var at = 0; at < _framed.Length; at += _buffer.Length)
        {
            _framed.AsSpan(at, _buffer.Length).CopyTo(_buffer);
            data += decoder.Decode(_buffer, out _).Length;
        }

        return data;
    }
}
