using System.Buffers;
using System.IO.Pipelines;

namespace LlmSentinel.Testing.Http;

/// <summary>
/// A reader that keeps a copy of the bytes its user has consumed since the last <see cref="Clear"/>, up to a bound.
/// Copies when the bytes arrive: Kestrel decodes a path in place, in the very buffer it was read from.
/// </summary>
internal sealed class RecordingReader(PipeReader inner) : PipeReader
{
    // Enough for any head a test sends; large bodies are not kept here a second time.
    private const int Bound = 2 << 20;

    private readonly ArrayBufferWriter<byte> _copied = new();
    private ReadOnlySequence<byte> _current;
    private long _consumed;
    private long _arrived;

    /// <summary>The bytes consumed since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Taken => _copied.WrittenSpan[..(int)Math.Min(_consumed, _copied.WrittenCount)];

    public void Clear()
    {
        var ahead = _copied.WrittenSpan[(int)Math.Min(_consumed, _copied.WrittenCount)..].ToArray();
        _copied.Clear();
        _copied.Write(ahead);
        _arrived -= _consumed;
        _consumed = 0;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _current.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        Arrived(result.Buffer);
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        var read = inner.TryRead(out result);
        if (read)
            Arrived(result.Buffer);
        return read;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private void Arrived(ReadOnlySequence<byte> buffer)
    {
        _current = buffer;
        foreach (var segment in buffer.Slice(Math.Min(buffer.Length, _arrived - _consumed)))
        {
            _arrived += segment.Length;
            if (_copied.WrittenCount + segment.Length <= Bound)
                _copied.Write(segment.Span);
        }
    }
}
