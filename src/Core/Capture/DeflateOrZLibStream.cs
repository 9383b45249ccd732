using System.IO.Compression;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// Undoes <c>Content-Encoding: deflate</c>, which is the zlib format by the RFC and raw deflate by some servers: the first two
/// bytes tell.
/// </summary>
internal sealed class DeflateOrZLibStream(Stream source) : ReadOnlyStream
{
    private Stream? _inflater;

    public override int Read(Span<byte> buffer)
    {
        _inflater ??= Open();
        return _inflater.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflater?.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream Open()
    {
        Span<byte> start = stackalloc byte[2];
        var count = source.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        var isZLib = count == 2 && (start[0] & 0x0F) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;
        var whole = new PrefixedStream(start[..count].ToArray(), source);
        return isZLib ? new ZLibStream(whole, CompressionMode.Decompress) : new DeflateStream(whole, CompressionMode.Decompress);
    }

    /// <summary>Bytes already taken from a stream, then the stream.</summary>
    private sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream
    {
        private int _read;

        public override int Read(Span<byte> buffer)
        {
            if (_read == prefix.Length)
                return rest.Read(buffer);
            var count = Math.Min(buffer.Length, prefix.Length - _read);
            prefix.AsSpan(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }
    }
}
