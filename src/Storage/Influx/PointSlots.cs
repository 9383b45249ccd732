using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// Gives exchanges the times of their points. Points of the same tags and time are one point, so two exchanges never get the same time:
/// the thousand nanoseconds of the microsecond an exchange started in tell it apart from others. Which one it gets is led by its id, so
/// that an exchange recorded again goes where it was. Remembers the last 16,384 exchanges; not thread-safe.
/// </summary>
internal sealed class PointSlots
{
    private const int SlotsOfMicrosecond = 1_000;
    private const int Remembered = 16_384;

    private readonly Dictionary<long, Guid> _taken = new(Remembered + 1);
    private readonly Queue<long> _order = new(Remembered + 1);

    /// <summary>Nanoseconds since 1970: in the exchange's microsecond, or in one behind it when a thousand others started in it.</summary>
    public long Take(Exchange exchange)
    {
        var microsecond = PointTime.Floor(exchange.StartedAt);
        var slot = First(exchange.Id);
        for (var tried = 0; ; tried++)
        {
            var time = microsecond + (tried / SlotsOfMicrosecond * SlotsOfMicrosecond) + ((slot + tried) % SlotsOfMicrosecond);
            ref var owner = ref CollectionsMarshal.GetValueRefOrAddDefault(_taken, time, out var known);
            if (known && owner != exchange.Id)
                continue;
            if (!known)
            {
                owner = exchange.Id;
                Remember(time);
            }

            return time;
        }
    }

    private void Remember(long time)
    {
        _order.Enqueue(time);
        if (_order.Count > Remembered)
            _taken.Remove(_order.Dequeue());
    }

    // Of ids of version 7 the tail may be that of a whole process, the count stands at the end of the head.
    private static int First(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)((BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) + BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])) % SlotsOfMicrosecond);
    }
}
