using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace LlmSentinel.Core.Capture;

/// <summary>Undoes content encodings on the copy of a body.</summary>
internal static class ContentDecoder
{
    /// <summary>Most encodings laid over each other.</summary>
    private const int MaxLayers = 4;

    /// <summary>RFC 9659: a zstd frame on the web needs a window of at most 8 MiB; a larger one is an attack on our memory.</summary>
    private const int ZstdWindowLog = 23;

    /// <summary>True when the body stands as it is.</summary>
    public static bool IsIdentity(string? contentEncoding) =>
        string.IsNullOrEmpty(contentEncoding) || contentEncoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A stream of the plain bytes of <paramref name="source"/>; null when an encoding is not known. Encodings stand in the order
    /// they were applied, so they are undone from right to left.
    /// </summary>
    public static Stream? TryOpen(Stream source, string contentEncoding)
    {
        var names = contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaxLayers)
            return null;
        var stream = source;
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (Undo(stream, names[i]) is not { } next)
            {
                stream.Dispose();
                return null;
            }

            stream = next;
        }

        return stream;
    }

    private static Stream? Undo(Stream source, string name) => name.ToUpperInvariant() switch
    {
        "IDENTITY" => source,
        "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
        "DEFLATE" => new DeflateOrZLibStream(source),
        "BR" => new BrotliStream(source, CompressionMode.Decompress),
        "ZSTD" => OpenZstd(source),
        _ => null,
    };

    private static DecompressionStream OpenZstd(Stream source)
    {
        var stream = new DecompressionStream(source, checkEndOfStream: false, leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindowLog);
        return stream;
    }
}
