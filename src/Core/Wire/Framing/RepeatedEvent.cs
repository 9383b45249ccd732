namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Knows the next event of a stream by the last one. The text chunks of an answer are the same bytes again and again but for the
/// text and a few values that count or pad; an event that equals a known one in all other bytes, framing included, means the same
/// and need not be framed or read. Compared 32 bytes at a time, this costs a tenth of reading. Pooled with its reader.
/// </summary>
internal sealed class RepeatedEvent
{
    /// <summary>Longest event worth keeping: longer ones are not plain text chunks.</summary>
    private const int MaxBytes = 2048;

    // A stream whose chunks differ in something else learns in vain: it stops after a few tries.
    private const int TrialEvents = 8;

    // As much of what stands before the text as its own member takes at least: "text":"
    private const int MemberBytes = 8;

    // Where an event may differ: in its text alone, until one comes that differs in other values too; from then on in those.
    private readonly VaryingValue[] _places = new VaryingValue[VaryingValue.Most];
    private readonly VaryingValue[] _allPlaces = new VaryingValue[VaryingValue.Most];
    private HeldBytes _sample;
    private HeldBytes _unread;
    private int _dataStart;
    private int _behindData;
    private int _count;
    private int _allCount;
    private bool _settled;
    private bool _hasTotals;
    private int _learned;
    private int _matched;

    /// <summary>True when there is an event to compare with.</summary>
    public bool IsKnown => _sample.Length > 0;

    /// <summary>What the known event is, and so every event that matches it.</summary>
    public EventClass Class { get; private set; }

    /// <summary>What its text is.</summary>
    public TextKind Kind { get; private set; }

    /// <summary>True when learning is worth its while.</summary>
    public bool Learns => _learned < TrialEvents || _matched > _learned;

    /// <summary>Keeps an event that only carried text.</summary>
    /// <param name="raw">The whole event as it stood on the wire, from the end of the one before.</param>
    /// <param name="data">Where its data stands.</param>
    /// <param name="textStart">Where its text begins, behind the opening quote.</param>
    /// <param name="textLength">Length of the text, escapes as they stand.</param>
    /// <param name="what">What its dialect said it is.</param>
    /// <param name="kind">What its text is.</param>
    public void Learn(ReadOnlySpan<byte> raw, Range data, int textStart, int textLength, EventClass what, TextKind kind)
    {
        _learned++;
        _sample.Clear();
        _unread.Clear();
        _count = _allCount = 0;
        _settled = _hasTotals = false;
        if (raw.Length - textLength > MaxBytes)
            return;
        _sample.Append(raw);
        _dataStart = data.Start.Value;
        _behindData = raw.Length - data.End.Value;
        Class = what;
        Kind = kind;
        _places[0] = new VaryingValue(textStart, textLength, VaryingKind.Text);
        _count = 1;
    }

    /// <summary>True when the input begins with an event like the known one; moves the input behind it.</summary>
    /// <param name="input">Bytes from the end of an event on.</param>
    /// <param name="text">The event's text, escapes as they stand; never empty.</param>
    public bool TryMatch(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        var length = Match(_places.AsSpan(0, _count), input, out text);
        if (length < 0 && !_settled)
            length = MatchElsewhere(input, out text);
        if (length < 0)
            return false;
        if (_hasTotals)
        {
            _unread.Clear();
            _unread.Append(input[..length]);
        }

        input = input[length..];
        _matched++;
        return true;
    }

    /// <summary>
    /// Gives the data of the last event that matched, once, when it holds totals: they hold until an event tells others, so they are
    /// to be read before any other event is. Its text was given already.
    /// </summary>
    public bool TryTakeTotals(out ReadOnlySpan<byte> data)
    {
        data = default;
        if (_unread.Length == 0)
            return false;
        data = _unread.Span[_dataStart..^_behindData];
        _unread.Clear();
        return true;
    }

    /// <summary>Forgets everything and gives the memory back.</summary>
    public void Reset()
    {
        _sample.Release();
        _unread.Release();
        _count = _allCount = _learned = _matched = 0;
        _settled = _hasTotals = false;
    }

    /// <summary>Length of the event the input begins with, when it is the known one in all but these places; -1 when not.</summary>
    private int Match(ReadOnlySpan<VaryingValue> places, ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        text = default;
        var sample = _sample.Span;
        var from = 0;
        var at = 0;
        foreach (ref readonly var place in places)
        {
            if (!input[at..].StartsWith(sample[from..place.Start]))
                return -1;
            at += place.Start - from;
            from = place.End;
            var length = place.LengthIn(input[at..]);
            if (length < 0)
                return -1;
            if (place.Kind == VaryingKind.Text)
            {
                if (length == 0)
                    return -1;
                text = input.Slice(at, length);
            }

            at += length;
        }

        var rest = sample[from..];
        return input[at..].StartsWith(rest) ? at + rest.Length : -1;
    }

    private int MatchElsewhere(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> text)
    {
        text = default;
        // What ends a stream lacks the text's own member: one look spares it the search for all others.
        var textStart = _places[0].Start;
        if (input.IndexOf(_sample.Span[Math.Max(0, textStart - MemberBytes)..textStart]) < 0)
            return -1;
        if (_allCount == 0)
            _allCount = VaryingValue.Find(_sample.Span, _places[0], _allPlaces);
        var all = _allPlaces.AsSpan(0, _allCount);
        var length = all.Length > 1 ? Match(all, input, out text) : -1;
        if (length < 0)
            return length;

        // What differs once does so all the time; what does not is compared with the bytes around it.
        _count = 0;
        var moved = 0;
        foreach (ref readonly var place in all)
        {
            var value = input[(place.Start + moved)..];
            value = value[..place.LengthIn(value)];
            moved += value.Length - place.Length;
            if (place.Kind == VaryingKind.Text || !value.SequenceEqual(_sample.Span[place.Start..place.End]))
            {
                _places[_count++] = place;
                _hasTotals |= place.Kind == VaryingKind.Total;
            }
        }

        _settled = true;
        return length;
    }
}
