using System.Buffers;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// Reads one response while its bytes pass. A plain stream is taken apart and read at once, event by event, without copies; a JSON
/// body or a compressed one is only copied, bounded, and read in <see cref="Complete"/>. Owned by one exchange at a time, used by
/// one thread at a time, reused after <see cref="Reset"/>. No method throws on any input.
/// </summary>
/// <param name="budget">Pays for every copy.</param>
public sealed class ResponseReader(CaptureBudget budget)
{
    /// <summary>Decoded bytes read at most, as a multiple of the copy's limit; bounds what a decompression bomb can cost.</summary>
    private const int DecodedFactor = 64;

    /// <summary>Decoded bytes of a JSON body kept at most, as a multiple of the copy's limit.</summary>
    private const int DecodedBodyFactor = 8;

    private const int DecodedMost = 64 * 1024 * 1024;

    private readonly CaptureBuffer _encoded = new(budget);
    private readonly CaptureBuffer _body = new(budget);
    private readonly RepeatedEvent _repeated = new();
    private EventFramer _framer = new();
    private HeldBytes _start;
    private StreamClock _clock;
    private IDialect? _dialect;
    private ResponseHead _head;
    private BodyLabel _label;
    private bool _isEncoded;
    private bool _off = true;
    private int _limit;
    private int _heldReserved;
    private long _bytes;
    private long _lastRead;

    /// <summary>What the dialect found. Final after <see cref="Complete"/>; a stream cut short has no terminal mark in it.</summary>
    public ResponseFacts Facts { get; } = new(budget);

    /// <summary>The stream's moments. Final after <see cref="Complete"/>.</summary>
    public ref readonly StreamClock Clock => ref _clock;

    /// <summary>True when the body came as events. Final after <see cref="Complete"/>.</summary>
    public bool Streamed { get; private set; }

    /// <summary>Events read. Final after <see cref="Complete"/>.</summary>
    public int Events { get; private set; }

    /// <summary>Why something may be missing. Final after <see cref="Complete"/>.</summary>
    public ObservationGap Gap { get; private set; }

    /// <summary>Starts reading a response. Call <see cref="Reset"/> before the next one.</summary>
    /// <param name="dialect">Reads events and bodies.</param>
    /// <param name="head">The response's head.</param>
    /// <param name="captureLimit">Most bytes copied of the body.</param>
    public void Begin(IDialect dialect, in ResponseHead head, int captureLimit)
    {
        _dialect = dialect;
        _head = head;
        _limit = captureLimit;
        _label = BodySniffer.Classify(head.ContentType);
        _isEncoded = !ContentDecoder.IsIdentity(head.ContentEncoding);
        _encoded.Limit = captureLimit;
        _body.Limit = _isEncoded ? (int)Math.Min((long)captureLimit * DecodedBodyFactor, DecodedMost) : captureLimit;
        _off = _isEncoded && _label == BodyLabel.Media;
    }

    /// <summary>Looks at bytes on their way, on the response's own thread.</summary>
    /// <param name="bytes">What was read; not kept.</param>
    /// <param name="timestamp">When, in the clock's ticks; the time of every event these bytes complete.</param>
    public void Read(ReadOnlySpan<byte> bytes, long timestamp)
    {
        if (_off || bytes.IsEmpty)
            return;
        _bytes += bytes.Length;
        _lastRead = timestamp;
        try
        {
            if (_isEncoded)
                _encoded.Append(bytes, timestamp);
            else
                Feed(bytes, timestamp);
        }
        catch (Exception)
        {
            Stop(ObservationGap.ObserverFailed);
        }
    }

    /// <summary>Reads what had to wait for the end, off the request's path. Once, after the last <see cref="Read"/>.</summary>
    public void Complete()
    {
        if (_off)
            return;
        try
        {
            if (_isEncoded && _bytes > 0)
                Decode();
            if (!_off)
                Finish();
        }
        catch (Exception)
        {
            Stop(ObservationGap.ObserverFailed);
        }

        _off = true;
    }

    /// <summary>
    /// Ends what was read as it passed: nothing is left to do, so its memory goes back on the thread that rented it. False for a body
    /// that waits for <see cref="Complete"/>.
    /// </summary>
    public bool TryCompleteStream()
    {
        if (!_off && (_isEncoded || !Streamed))
            return false;
        Complete();
        ReleaseCopies();
        return true;
    }

    /// <summary>Gives the copies back once <see cref="Complete"/> has read them; what was found stays.</summary>
    public void ReleaseCopies()
    {
        ReleaseFramer();
        _encoded.Reset();
        _body.Reset();
    }

    /// <summary>Gives all memory back and forgets everything, for reuse.</summary>
    public void Reset()
    {
        ReleaseCopies();
        Facts.Reset();
        _clock.Reset();
        _dialect = null;
        _head = default;
        _off = true;
        _bytes = 0;
        _lastRead = 0;
        Streamed = false;
        Events = 0;
        Gap = ObservationGap.None;
    }

    private void Feed(ReadOnlySpan<byte> bytes, long timestamp)
    {
        if (_framer.Kind == BodyKind.Undecided)
        {
            Sniff(bytes, timestamp);
        }
        else if (_framer.Kind is BodyKind.Json or BodyKind.JsonOrLines)
        {
            _body.Append(bytes, timestamp);
        }
        else
        {
            ReadEvents(bytes, timestamp);
            PayForHeld(_framer.HeldCapacity);
        }
    }

    private void Sniff(ReadOnlySpan<byte> bytes, long timestamp)
    {
        if (_start.Length > 0)
        {
            _start.Append(bytes);
            bytes = _start.Span;
        }

        var body = bytes[BodySniffer.LeadingBlanks(bytes)..];
        _framer.Kind = BodySniffer.Decide(_label, body, _dialect!.Name == DialectNames.Gemini);
        switch (_framer.Kind)
        {
            case BodyKind.Undecided when _start.Length == 0:
                _start.Append(body);
                return;
            case BodyKind.Undecided:
                return;
            case BodyKind.Ignored:
                var promised = _label is BodyLabel.Json or BodyLabel.NdJson;
                Stop(promised && _head.Status < 400 ? ObservationGap.Malformed : ObservationGap.None);
                return;
            case BodyKind.EventStream:
                body = bytes;
                break;
        }

        Streamed = _framer.Kind is not (BodyKind.Json or BodyKind.JsonOrLines);
        Feed(body, timestamp);
        _start.Release();
    }

    private void ReadEvents(ReadOnlySpan<byte> bytes, long timestamp)
    {
        while (true)
        {
            _framer.SkipLineEnd(ref bytes);
            var atStart = !bytes.IsEmpty && _framer.IsBetweenEvents;
            if (atStart && _repeated.IsKnown)
            {
                PassRepeated(ref bytes, timestamp);
                if (bytes.IsEmpty)
                    return;
            }

            var unread = bytes;
            if (!_framer.TryRead(ref bytes, out var wireEvent))
                return;
            var what = Take(wireEvent, timestamp);
            if (!atStart || !_repeated.Learns)
                continue;
            _framer.SkipLineEnd(ref bytes);
            Learn(unread[..^bytes.Length], wireEvent.Data, what);
        }
    }

    /// <summary>Passes over events like the last text chunk, of which only the text is new.</summary>
    private void PassRepeated(ref ReadOnlySpan<byte> bytes, long timestamp)
    {
        var count = 0;
        for (; !bytes.IsEmpty && _repeated.TryMatch(ref bytes, out var text); count++)
            Facts.Text.AppendEscaped(text, _repeated.Kind);
        Events += count;
        _clock.Mark(_repeated.Class, timestamp, count);
    }

    /// <summary>Keeps an event that stood whole in one read and only carried text.</summary>
    private void Learn(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> data, EventClass what)
    {
        var (start, length, kind) = Facts.State.PlainText;
        if (length > 0 && raw.Overlaps(data, out var offset))
            _repeated.Learn(raw, offset..(offset + data.Length), offset + start, length, what, kind);
    }

    private EventClass Take(in WireEvent wireEvent, long timestamp)
    {
        ReadTotals();
        Events++;
        Facts.State.PlainText = default;
        var what = _dialect!.ReadEvent(wireEvent, Facts);
        _clock.Mark(what, timestamp);
        return what;
    }

    /// <summary>Reads the totals told by the last of the events passed over, whose text is known already.</summary>
    private void ReadTotals()
    {
        if (!_repeated.TryTakeTotals(out var data))
            return;
        var wanted = Facts.Text.Wanted;
        Facts.Text.Wanted = false;
        _dialect!.ReadEvent(new WireEvent(default, data), Facts);
        Facts.Text.Wanted = wanted;
    }

    /// <summary>Memory of an unfinished event counts against the budget once it is more than a usual chunk.</summary>
    private void PayForHeld(int capacity)
    {
        const int free = 16 * 1024;
        var due = capacity <= free ? 0 : capacity;
        if (due == _heldReserved)
            return;
        budget.Release(_heldReserved);
        _heldReserved = 0;
        if (due > 0 && !budget.TryReserve(due))
            Stop(ObservationGap.ByteBudget);
        else
            _heldReserved = due;
    }

    private void Decode()
    {
        if (_encoded.Gap == ObservationGap.ByteBudget)
        {
            Stop(ObservationGap.ByteBudget);
            return;
        }

        Miss(_encoded.Gap);
        using var body = ReplayedBody.TryOpen(_encoded, _head.ContentEncoding, Math.Min((long)_limit * DecodedFactor, DecodedMost));
        if (body is null)
            Stop(ObservationGap.UnknownEncoding);
        else
            Replay(body);
    }

    private void Replay(ReplayedBody body)
    {
        ReadOnlySpan<byte> bytes;
        while (!_off && !(bytes = body.Read()).IsEmpty)
            Feed(bytes, body.Timestamp);
        Miss(body.Gap);
    }

    private void Finish()
    {
        if (_framer.Kind is BodyKind.Json or BodyKind.JsonOrLines)
        {
            FinishBody();
        }
        else if (_framer.Kind == BodyKind.Undecided)
        {
            // Nothing came: the label alone says that it was to be a stream.
            Streamed = _label is BodyLabel.ServerSentEvents or BodyLabel.NdJson or BodyLabel.EventStream;
        }
        else
        {
            if (_framer.TryFinish(out var wireEvent))
                Take(wireEvent, _lastRead);
            ReadTotals();
            if (_framer.LacksEnd)
                Facts.Terminal = false;
        }

        if (_framer.Skipped > 0 || Facts.Malformed)
            Miss(ObservationGap.Malformed);
    }

    private void FinishBody()
    {
        Miss(_body.Gap);
        var head = _body.Head;
        if (head.IsEmpty)
            return;
        if (_framer.Kind == BodyKind.JsonOrLines && JsonLines.HasSeveral(head))
        {
            ReadAsLines();
            return;
        }

        _dialect!.ReadBody(head, Facts);
        if (_body.Gap == ObservationGap.ExchangeLimit)
        {
            CutBody.ReadLastMembers(_body, _dialect, Facts);
            Facts.Terminal = CutBody.EndsClosed(_body);

            // What is counted over the whole answer is not known of a part of it.
            Facts.ToolCalls = null;
            Facts.LogprobTokens = null;
        }

        if (_bytes < _head.ContentLength)
            Facts.Terminal = false;
    }

    private void ReadAsLines()
    {
        Streamed = true;
        _framer.Kind = BodyKind.NdJson;
        using var body = ReplayedBody.TryOpen(_body, contentEncoding: null, long.MaxValue);
        Replay(body!);
        if (!_off)
            Finish();
    }

    /// <summary>The first reason stands.</summary>
    private void Miss(ObservationGap gap)
    {
        if (Gap == ObservationGap.None)
            Gap = gap;
    }

    private void Stop(ObservationGap gap)
    {
        _off = true;
        Miss(gap);
        ReleaseCopies();
    }

    private void ReleaseFramer()
    {
        _framer.Release();
        _repeated.Reset();
        _start.Release();
        budget.Release(_heldReserved);
        _heldReserved = 0;
    }
}
