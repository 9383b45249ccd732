using System.Buffers;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// Reads a copied body again in the pieces it arrived in, so that whatever a decoder gives next belongs to
/// <see cref="Timestamp"/>.
/// </summary>
internal sealed class MarkedStream(CaptureBuffer buffer) : ReadOnlyStream
{
    private ReadOnlySequence<byte> _rest = buffer.Head;
    private long _offset;
    private int _mark = -1;

    /// <summary>When the bytes last read had arrived.</summary>
    public long Timestamp { get; private set; }

    /// <summary>True when every byte was read.</summary>
    public bool AtEnd => _rest.IsEmpty;

    public override int Read(Span<byte> destination)
    {
        var marks = buffer.Marks;
        while (_mark + 1 < marks.Length && marks[_mark + 1].Offset <= _offset)
            Timestamp = marks[++_mark].Timestamp;

        var piece = _mark + 1 < marks.Length ? marks[_mark + 1].Offset - _offset : long.MaxValue;
        var count = (int)Math.Min(Math.Min(piece, _rest.Length), destination.Length);
        _rest.Slice(0, count).CopyTo(destination);
        _rest = _rest.Slice(count);
        _offset += count;
        return count;
    }
}
