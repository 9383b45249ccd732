using System.Buffers;
using LlmSentinel.Storage.Files;

namespace LlmSentinel.Storage.Spool;

/// <summary>Reads block after block, passes over damage and tells in the position what it cost. One thread.</summary>
internal sealed class BlockReader(SpoolIndex index, TimeProvider time) : IDisposable
{
    /// <summary>For how long a segment that cannot be read is tried before it is passed over.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private SegmentFile? _file;
    private long _failingSegment;
    private long _failingSince;

    public bool TryRead(ref SpoolPosition position, IBufferWriter<byte> payload, out int points)
    {
        while (index.TryLocate(ref position, out var place))
        {
            try
            {
                if (TryReadBlock(place, ref position, payload, out points))
                    return true;
            }
            catch (Exception e) when (DiskErrors.IsGone(e) || (DiskErrors.Is(e) && IsHopeless(place)))
            {
                position = PassOver(place, position);
            }
        }

        points = 0;
        return false;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private bool TryReadBlock(in SpoolPlace place, ref SpoolPosition position, IBufferWriter<byte> payload, out int points)
    {
        var file = Open(place);
        if (!file.TryReadHeader(position.Offset, out var header))
        {
            // Where lengths cannot be trusted the next block is found by its header's checksum.
            position = file.Find(position.Offset + 1, place.Length) is { } next
                ? position with { Offset = next, DamagedBlocks = position.DamagedBlocks + 1 }
                : PassOver(place, position);
            points = 0;
            return false;
        }

        points = header.Points;
        var end = position.Offset + SegmentFormat.BlockHeaderBytes + header.Length;
        if (end > place.Length)
        {
            position = PassOver(place, position);
            return false;
        }

        var whole = file.TryReadPayload(position.Offset, header, payload.GetSpan(header.Length)[..header.Length]);
        position = position.Lose(header.FirstPoint) with { Offset = end };
        if (whole)
        {
            payload.Advance(header.Length);
            position = position with { Point = Math.Max(position.Point, header.FirstPoint + header.Points) };
            return true;
        }

        position = position.Lose(header.FirstPoint + header.Points) with { DamagedBlocks = position.DamagedBlocks + 1 };
        return false;
    }

    // A tail that holds no acknowledged points is what an append that failed left behind: no damage.
    private static SpoolPosition PassOver(in SpoolPlace place, SpoolPosition position) => position.Lose(place.EndPoint) with
    {
        Offset = place.Length,
        DamagedBlocks = position.DamagedBlocks + (place.Damaged || position.Point < place.EndPoint ? 1 : 0),
    };

    private SegmentFile Open(in SpoolPlace place)
    {
        if (_file?.Number == place.Number)
            return _file;
        Dispose();
        _file = new SegmentFile(place.Number, place.Path);
        _failingSegment = 0;
        return _file;
    }

    private bool IsHopeless(in SpoolPlace place)
    {
        Dispose();
        if (_failingSegment != place.Number)
        {
            _failingSegment = place.Number;
            _failingSince = time.GetTimestamp();
        }

        return time.GetElapsedTime(_failingSince) >= Patience;
    }
}
