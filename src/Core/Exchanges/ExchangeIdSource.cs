using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LlmSentinel.Core.Exchanges;

/// <summary>
/// Makes exchange ids: UUIDs of version 7 (RFC 9562, section 5.7), ordered by start. Random once for each source and counted from there
/// (section 6.2, method 1): an id is unique, not secret, asking the system for random bytes costs a call into the kernel each time, and
/// what neighbours share takes no room where they are compressed.
/// </summary>
public sealed class ExchangeIdSource
{
    // The lower bits count within the head, where they order the ids of a millisecond; the others go on in the tail.
    private const int HeadBits = 12;
    private const ulong TailMask = (1UL << 62) - 1;

    private readonly ulong _origin = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private ulong _count;

    /// <summary>The next id of an exchange that started at <paramref name="startedAt"/>. May be called by any thread.</summary>
    public Guid Next(DateTimeOffset startedAt)
    {
        var number = Interlocked.Increment(ref _count);
        var head = number & ((1UL << HeadBits) - 1);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (startedAt.ToUnixTimeMilliseconds() << 16) | 0x7000 | (long)head);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ((_origin + (number >> HeadBits)) & TailMask) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}
