using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ZstdSharp;

namespace LlmSentinel.Simulator.Http;

/// <summary>Where an answer's bytes are written: straight into the response's pipe, or through a compressor flushed with it.</summary>
internal sealed class BodySink : IBufferWriter<byte>, IAsyncDisposable
{
    private readonly PipeWriter _pipe;
    private readonly ArrayBufferWriter<byte>? _plain;
    private readonly Stream? _compressor;

    public BodySink(HttpResponse response, string? encoding)
    {
        _pipe = response.BodyWriter;
        if (encoding is null) return;
        response.Headers.ContentEncoding = encoding;
        response.Headers.Vary = "accept-encoding";
        _plain = new ArrayBufferWriter<byte>(1024);
        _compressor = Compressor(response.Body, encoding);
    }

    /// <summary>Bytes written since the last flush.</summary>
    public int Unflushed { get; private set; }

    /// <summary>Bytes written, before compression.</summary>
    public long Written { get; private set; }

    public void Advance(int count)
    {
        Unflushed += count;
        Written += count;
        if (_plain is null) _pipe.Advance(count);
        else _plain.Advance(count);
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _plain is null ? _pipe.GetMemory(sizeHint) : _plain.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _plain is null ? _pipe.GetSpan(sizeHint) : _plain.GetSpan(sizeHint);

    public async ValueTask FlushAsync(CancellationToken aborted)
    {
        Unflushed = 0;
        if (_compressor is not null && _plain!.WrittenCount > 0)
        {
            await _compressor.WriteAsync(_plain.WrittenMemory, aborted);
            _plain.ResetWrittenCount();
            await _compressor.FlushAsync(aborted);
        }
        await _pipe.FlushAsync(aborted);
        aborted.ThrowIfCancellationRequested();
    }

    /// <summary>Writes the compressor's end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_compressor is not null) await _compressor.DisposeAsync();
    }

    public static Stream Compressor(Stream target, string encoding) => encoding switch
    {
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
        _ => new CompressionStream(target, level: 1, leaveOpen: true),
    };
}
