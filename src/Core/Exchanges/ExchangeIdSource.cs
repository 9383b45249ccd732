using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LlmSentinel.Core.Exchanges;

/// <summary>
/// Makes exchange ids: UUIDs of version 7 (RFC 9562, section 5.7), ordered by start. Random once, counted from there and mixed
/// (SplitMix64, Steele, Lea and Flood 2014): an id is unique, not secret, and asking the system for random bytes costs a call into the
/// kernel each time.
/// </summary>
public sealed class ExchangeIdSource
{
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private ulong _count;

    /// <summary>The next id of an exchange that started at <paramref name="startedAt"/>. May be called by any thread.</summary>
    public Guid Next(DateTimeOffset startedAt)
    {
        var number = Interlocked.Increment(ref _count);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (startedAt.ToUnixTimeMilliseconds() << 16) | 0x7000 | (long)(number & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Mix(_seed + (number * 0x9E3779B97F4A7C15)) >> 2) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
