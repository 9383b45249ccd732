using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace LlmSentinel.Storage.Spool;

/// <summary>
/// Up to where everything is delivered, on disk. Two places written in turn, each with a checksum: one of them is whole whenever the process
/// ends. Written in place, which needs no room on a full disk. Without it, or with an older one, delivered blocks are delivered again.
/// </summary>
internal sealed class PositionFile(string path) : IDisposable
{
    private const int SlotBytes = 40;

    private SafeFileHandle? _handle;
    private long _turn;

    /// <summary>The last position that was written whole; null when there is none.</summary>
    public SpoolPosition? Read()
    {
        if (!File.Exists(path))
            return null;
        Span<byte> bytes = stackalloc byte[2 * SlotBytes];
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.Read(handle, bytes, 0);
        SpoolPosition? last = null;
        for (var at = 0; at + SlotBytes <= length; at += SlotBytes)
        {
            var slot = bytes.Slice(at, SlotBytes);
            if (BinaryPrimitives.ReadUInt64LittleEndian(slot[32..]) != Hash(slot) || Turn(slot) < _turn)
                continue;
            _turn = Turn(slot);
            last = new SpoolPosition(
                BinaryPrimitives.ReadInt64LittleEndian(slot[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(slot[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(slot[24..]), 0, 0);
        }

        return last;
    }

    /// <summary>Throws when it cannot be written; it is tried anew with the next position then.</summary>
    public void Write(SpoolPosition position)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        BinaryPrimitives.WriteInt64LittleEndian(slot, ++_turn);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], position.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(slot[16..], position.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(slot[24..], position.Point);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[32..], Hash(slot));
        try
        {
            if (!File.Exists(path))
                Dispose();
            _handle ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(_handle, slot, _turn % 2 * SlotBytes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private static long Turn(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadInt64LittleEndian(slot);

    private static ulong Hash(ReadOnlySpan<byte> slot) => XxHash3.HashToUInt64(slot[..32]);
}
