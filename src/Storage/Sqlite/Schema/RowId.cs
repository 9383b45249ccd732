using System.Buffers.Binary;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>
/// An exchange's id beside the key of its row. The key holds the id's millisecond and 11 bits of it, so for an id of version 7 the 63 bits
/// left are a number, half as long as the id. An id the key does not lead to stands as its 16 bytes.
/// </summary>
internal static class RowId
{
    private const int HighBit = 11;
    private const int TailBits = 62;
    private const long TailMask = (1L << TailBits) - 1;
    private const ulong Variant = 1UL << 63;

    // What is left of an id is never negative.
    private const long NoRest = -1;

    /// <summary>The condition that finds an id within a millisecond, with three parameters for <see cref="BindSought"/>.</summary>
    public static string Condition(int first) => $"(id = ?{first} AND n & {RowKey.TieMask} = ?{first + 1} OR id = ?{first + 2})";

    /// <summary>Binds the parameters of <see cref="Condition"/>, for rows of the millisecond that a key lies in.</summary>
    public static void BindSought(Statement statement, int first, Guid id, long key)
    {
        var tie = (long)Halves(id).Head & RowKey.TieMask;
        statement.Bind(first, TryPack(id, (key & ~RowKey.TieMask) | tie, out var rest) ? rest : NoRest);
        statement.Bind(first + 1, tie);
        statement.Bind(first + 2, id);
    }

    /// <summary>False when the key leads to another id.</summary>
    public static bool TryPack(Guid id, long key, out long rest)
    {
        var (head, tail) = Halves(id);
        rest = Rest(head, tail);
        return key >= 0 && Unpack(key, rest) == id;
    }

    /// <summary>The id that was packed beside the key.</summary>
    public static Guid Unpack(long key, long rest)
    {
        var milliseconds = (ulong)(RowKey.MicrosecondsOf(key) / 1000);
        var head = (milliseconds << 16) | 0x7000 | ((ulong)rest >> TailBits << HighBit) | (ulong)(key & RowKey.TieMask);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, head);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Variant | (ulong)(rest & TailMask));
        return new Guid(bytes, bigEndian: true);
    }

    private static long Rest(ulong head, ulong tail) => (long)((head >> HighBit) & 1) << TailBits | (long)(tail & TailMask);

    private static (ulong Head, ulong Tail) Halves(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }
}
