using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Spool;

/// <summary>A segment open for reading.</summary>
internal sealed class SegmentFile : IDisposable
{
    // Room for a header that lies across the border of two reads comes on top.
    private const int SearchBytes = 64 * 1024;

    private readonly SafeFileHandle _handle;

    /// <summary>Opens it; throws when it cannot be.</summary>
    public SegmentFile(long number, string path)
    {
        Number = number;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    public long Number { get; }

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>The points before it by its own header; null when that is damaged.</summary>
    public long? FirstPoint()
    {
        Span<byte> bytes = stackalloc byte[SegmentFormat.HeaderBytes];
        return SegmentFormat.TryReadHeader(bytes[..Read(bytes, 0)], Number, out var firstPoint) ? firstPoint : null;
    }

    /// <summary>False when no block begins there.</summary>
    public bool TryReadHeader(long offset, out BlockHeader header)
    {
        Span<byte> bytes = stackalloc byte[SegmentFormat.BlockHeaderBytes];
        return SegmentFormat.TryReadBlockHeader(bytes[..Read(bytes, offset)], Number, offset, out header);
    }

    /// <summary>Reads the payload of the block at the offset; false when it is damaged.</summary>
    public bool TryReadPayload(long offset, in BlockHeader header, Span<byte> to) =>
        Read(to, offset + SegmentFormat.BlockHeaderBytes) == to.Length && SegmentFormat.PayloadHash(to) == header.PayloadHash;

    /// <summary>Where the next block begins, at or after the offset, damaged bytes passed over; null when there is none before the end.</summary>
    public long? Find(long offset, long end)
    {
        if (TryReadHeader(offset, out _))
            return offset;
        var buffer = ArrayPool<byte>.Shared.Rent(SearchBytes + SegmentFormat.BlockHeaderBytes);
        try
        {
            for (var at = offset + 1; at < end; at += SearchBytes)
            {
                var bytes = buffer.AsSpan(0, Read(buffer.AsSpan(0, SearchBytes + SegmentFormat.BlockHeaderBytes - 1), at));
                for (var i = 0; bytes[i..].IndexOf(SegmentFormat.BlockMagic) is >= 0 and var next; i += next + 1)
                {
                    if (SegmentFormat.TryReadBlockHeader(bytes[(i + next)..], Number, at + i + next, out _) && at + i + next < end)
                        return at + i + next;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _handle.Dispose();

    private int Read(Span<byte> to, long offset)
    {
        var total = 0;
        while (total < to.Length && RandomAccess.Read(_handle, to[total..], offset + total) is > 0 and var read)
            total += read;
        return total;
    }
}
