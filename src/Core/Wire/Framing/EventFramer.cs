namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// The framer of one stream, whichever it is. A mutable struct with pooled memory: lives in a field, its owner calls
/// <see cref="Release"/>.
/// </summary>
internal struct EventFramer()
{
    private SseFramer _sse = new();
    private NdJsonFramer _lines = new();
    private JsonArrayFramer _array = new();
    private EventStreamFramer _frames = new();

    /// <summary>The framing; set once it is known.</summary>
    public BodyKind Kind { get; set; }

    /// <summary>Events skipped because they were too long or damaged.</summary>
    public readonly int Skipped => _sse.Skipped + _lines.Skipped + _array.Skipped + _frames.Skipped;

    /// <summary>Bytes of memory held between reads.</summary>
    public readonly int HeldCapacity => Kind switch
    {
        BodyKind.ServerSentEvents => _sse.HeldCapacity,
        BodyKind.NdJson => _lines.HeldCapacity,
        BodyKind.JsonArray => _array.HeldCapacity,
        _ => _frames.HeldCapacity,
    };

    /// <summary>True when the next byte begins an event, in a framing whose events are told by their bytes alone.</summary>
    public readonly bool IsBetweenEvents => Kind switch
    {
        BodyKind.ServerSentEvents => _sse.IsBetweenEvents,
        BodyKind.NdJson => _lines.IsBetweenEvents,
        _ => false,
    };

    /// <summary>True when the framing itself has an end and it did not come.</summary>
    public readonly bool LacksEnd => Kind == BodyKind.JsonArray && !_array.Closed;

    /// <summary>Moves the input behind what is left of the last event's line end, in a framing of lines.</summary>
    public void SkipLineEnd(ref ReadOnlySpan<byte> input)
    {
        if (Kind == BodyKind.ServerSentEvents)
            _sse.SkipLineEnd(ref input);
    }

    /// <summary>Gives the next event; false when the input is used up. Spans hold until the next call.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out WireEvent wireEvent)
    {
        switch (Kind)
        {
            case BodyKind.ServerSentEvents:
                return _sse.TryRead(ref input, out wireEvent);
            case BodyKind.NdJson:
                return _lines.TryRead(ref input, out wireEvent);
            case BodyKind.JsonArray:
                return _array.TryRead(ref input, out wireEvent);
            case BodyKind.EventStream:
                return _frames.TryRead(ref input, out wireEvent);
            default:
                wireEvent = default;
                return false;
        }
    }

    /// <summary>After the last read: an event that lacks its end, if it is whole all the same.</summary>
    public bool TryFinish(out WireEvent wireEvent)
    {
        switch (Kind)
        {
            case BodyKind.ServerSentEvents:
                return _sse.TryFinish(out wireEvent);
            case BodyKind.NdJson:
                return _lines.TryFinish(out wireEvent);
            default:
                wireEvent = default;
                return false;
        }
    }

    /// <summary>Gives the memory back; starts anew.</summary>
    public void Release()
    {
        _sse.Release();
        _lines.Release();
        _array.Release();
        _frames.Release();
        Kind = BodyKind.Undecided;
    }
}
