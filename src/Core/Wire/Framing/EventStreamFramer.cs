using System.Buffers.Binary;
using System.IO.Hashing;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Splits the binary frames of <c>application/vnd.amazon.eventstream</c> out of reads of any size and checks both CRC-32 sums.
/// A frame with a wrong sum is skipped and counted; after a prelude with a wrong sum nothing can be found any more and the rest
/// is ignored. A mutable struct with pooled memory: lives in a field, its owner calls <see cref="Release"/>.
/// </summary>
internal struct EventStreamFramer()
{
    private const int PreludeBytes = 12;
    private const int MinFrameBytes = 16;

    private HeldBytes _frame;
    private HeldBytes _error;
    private long _toSkip;
    private bool _given;

    /// <summary>Most bytes held of one frame.</summary>
    public int MaxEventBytes { get; init; } = FramingLimits.EventBytes;

    /// <summary>Frames skipped because they were too long or damaged.</summary>
    public int Skipped { get; private set; }

    /// <summary>True once a damaged prelude ended the reading.</summary>
    public bool Lost { get; private set; }

    /// <summary>Bytes of memory held between reads.</summary>
    public readonly int HeldCapacity => _frame.Capacity + _error.Capacity;

    /// <summary>
    /// Gives the next frame: name from <c>:event-type</c> or <c>:exception-type</c>, data the payload. A frame of message type
    /// <c>error</c> is given as an event named <c>error</c> with <c>{"code":...,"message":...}</c>. Spans hold until the next call.
    /// </summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out WireEvent wireEvent)
    {
        if (_given)
        {
            _given = false;
            _frame.Clear();
        }

        while (!input.IsEmpty && !Lost)
        {
            if (_toSkip > 0)
            {
                var skipped = (int)Math.Min(_toSkip, input.Length);
                _toSkip -= skipped;
                input = input[skipped..];
                continue;
            }

            var frame = NextFrame(ref input);
            if (frame.IsEmpty)
                continue;
            _given = true;
            if (TryParse(frame, out wireEvent))
                return true;
            Skipped++;
            _given = false;
            _frame.Clear();
        }

        input = default;
        wireEvent = default;
        return false;
    }

    /// <summary>Gives the memory back; the framer starts anew.</summary>
    public void Release()
    {
        _frame.Release();
        _error.Release();
        this = new EventStreamFramer { MaxEventBytes = MaxEventBytes };
    }

    /// <summary>The next whole frame; empty when the input does not hold it yet, is skipped or lost.</summary>
    private ReadOnlySpan<byte> NextFrame(ref ReadOnlySpan<byte> input)
    {
        if (_frame.Length == 0 && input.Length >= PreludeBytes)
        {
            var length = FrameLength(input);
            if (length == 0)
                return default;
            if (length <= input.Length)
            {
                var whole = input[..length];
                input = input[length..];
                return whole;
            }
        }

        var wanted = _frame.Length < PreludeBytes ? PreludeBytes : FrameLength(_frame.Span);
        var part = input[..Math.Min(wanted - _frame.Length, input.Length)];
        _frame.Append(part);
        input = input[part.Length..];
        if (_frame.Length < PreludeBytes)
            return default;
        var total = FrameLength(_frame.Span);
        if (total == 0)
            _frame.Clear();
        return total > 0 && total == _frame.Length ? _frame.Span : default;
    }

    /// <summary>Length of the frame that starts here; 0 when it is to be skipped or the reading is lost.</summary>
    private int FrameLength(ReadOnlySpan<byte> start)
    {
        var total = BinaryPrimitives.ReadUInt32BigEndian(start);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        var crc = BinaryPrimitives.ReadUInt32BigEndian(start[8..]);
        if (crc != Crc32.HashToUInt32(start[..8]) || total < MinFrameBytes || headers > total - MinFrameBytes)
        {
            Lost = true;
            Skipped++;
            return 0;
        }

        if (total <= MaxEventBytes)
            return (int)total;
        Skipped++;
        _toSkip = total - _frame.Length;
        return 0;
    }

    private bool TryParse(ReadOnlySpan<byte> frame, out WireEvent wireEvent)
    {
        wireEvent = default;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame[^4..]) != Crc32.HashToUInt32(frame[..^4]))
            return false;
        var headerBytes = (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        var headers = new EventStreamHeaders();
        if (!headers.TryRead(frame.Slice(PreludeBytes, headerBytes)))
            return false;

        var payload = frame[(PreludeBytes + headerBytes)..^4];
        if (headers.MessageType.SequenceEqual("error"u8))
        {
            headers.WriteError(ref _error);
            wireEvent = new WireEvent("error"u8, _error.Span);
            return true;
        }

        wireEvent = new WireEvent(headers.ExceptionType.IsEmpty ? headers.EventType : headers.ExceptionType, payload);
        return true;
    }
}
