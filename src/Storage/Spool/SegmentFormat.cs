using System.Buffers.Binary;
using System.IO.Hashing;

namespace LlmSentinel.Storage.Spool;

/// <summary>What stands before a block's payload.</summary>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Points">Points in it.</param>
/// <param name="FirstPoint">Points appended before it since the folder was begun: a gap tells how many are missing.</param>
/// <param name="WrittenAt">Milliseconds since 1970.</param>
/// <param name="PayloadHash">Checksum of the payload.</param>
internal readonly record struct BlockHeader(int Length, int Points, long FirstPoint, long WrittenAt, ulong PayloadHash);

/// <summary>
/// The bytes of a segment: a header, then blocks, each a header of its own and a payload; little-endian. Checksums are XxHash3: as fast as
/// memory, and at 64 bits nothing that happens to a disk gets past. A block's header is hashed with its place, so that neither bytes that
/// were moved nor what a payload holds is taken for one; with the length known to be right, a damaged payload costs its own block alone.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Bytes before the first block.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Bytes before a payload.</summary>
    public const int BlockHeaderBytes = 40;

    private const int Version = 1;

    /// <summary>What every segment begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "LLMSPOOL"u8;

    /// <summary>What every block begins with.</summary>
    public static ReadOnlySpan<byte> BlockMagic => [0xB1, 0x0C, 0x5E, 0x9A];

    public static void WriteHeader(Span<byte> to, long segment, long firstPoint)
    {
        Magic.CopyTo(to);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], firstPoint);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], XxHash3.HashToUInt64(to[..24], segment));
    }

    /// <summary>False when it is damaged. Throws <see cref="UnusableSpoolException"/> for a later version's.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> from, long segment, out long firstPoint)
    {
        firstPoint = 0;
        if (from.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(from[24..]) != XxHash3.HashToUInt64(from[..24], segment))
            return false;
        if (BinaryPrimitives.ReadInt64LittleEndian(from[8..]) != Version)
            throw new UnusableSpoolException("was made by a newer sentinel; it is left as it is");
        firstPoint = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        return true;
    }

    public static void WriteBlockHeader(Span<byte> to, in BlockHeader header, long segment, long offset)
    {
        BlockMagic.CopyTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], header.Points);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], header.FirstPoint);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], header.WrittenAt);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], header.PayloadHash);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], HeaderHash(to, segment, offset));
    }

    /// <summary>False when there is no block at this place.</summary>
    public static bool TryReadBlockHeader(ReadOnlySpan<byte> from, long segment, long offset, out BlockHeader header)
    {
        header = default;
        if (from.Length < BlockHeaderBytes || !from.StartsWith(BlockMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != HeaderHash(from, segment, offset))
            return false;
        header = new BlockHeader(
            BinaryPrimitives.ReadInt32LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(from[32..]));
        return header.Length >= 0;
    }

    public static ulong PayloadHash(ReadOnlySpan<byte> payload) => XxHash3.HashToUInt64(payload);

    private static uint HeaderHash(ReadOnlySpan<byte> header, long segment, long offset) =>
        (uint)XxHash3.HashToUInt64(header[8..BlockHeaderBytes], (segment << 32) ^ offset);
}
