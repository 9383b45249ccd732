namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Splits server-sent events (HTML Living Standard, 9.2.6) out of reads of any size. Keeps only the unfinished event; an event
/// lying whole in one read is given as spans of that read. A mutable struct with pooled memory: lives in a field, its owner calls
/// <see cref="Release"/>. Beyond the standard: a field <c>error</c> (older llama.cpp) and an event that starts as bare JSON
/// (Gemini's errors) are given as events.
/// </summary>
internal struct SseFramer()
{
    private HeldBytes _line;
    private HeldBytes _data;
    private HeldBytes _name;
    private int _dataStart;
    private bool _hasData;
    private bool _bare;
    private bool _given;
    private bool _afterCr;
    private bool _pastFirstLine;
    private bool _skipping;
    private bool _lineHasBytes;

    private enum Field
    {
        Ignored,
        Data,
        Event,
        Error,
    }

    /// <summary>Most bytes held of one event.</summary>
    public int MaxEventBytes { get; init; } = FramingLimits.EventBytes;

    /// <summary>Events skipped because they were too long.</summary>
    public int Skipped { get; private set; }

    /// <summary>True when the next byte begins an event: nothing is held of one, and no line end is half read.</summary>
    public readonly bool IsBetweenEvents =>
        !_afterCr && !_skipping && _line.Length == 0 && (_given || (!_hasData && _name.Length == 0));

    /// <summary>Bytes of memory held between reads.</summary>
    public readonly int HeldCapacity => _line.Capacity + _data.Capacity + _name.Capacity;

    /// <summary>Moves the input behind the second half of a line end whose first was read: now the line is seen to have ended.</summary>
    public void SkipLineEnd(ref ReadOnlySpan<byte> input)
    {
        if (!_afterCr || input.IsEmpty)
            return;
        _afterCr = false;
        if (input[0] == (byte)'\n')
            input = input[1..];
    }

    /// <summary>
    /// Gives the next complete event and moves <paramref name="input"/> behind it. False: the input is used up, what is
    /// unfinished is kept. The event's spans hold until the next call.
    /// </summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out WireEvent wireEvent)
    {
        if (_given)
            ForgetEvent();
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        var nameInInput = false;
        var dataInInput = false;

        while (!input.IsEmpty)
        {
            SkipLineEnd(ref input);
            var end = input.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
                break;
            var line = input[..end];
            _afterCr = input[end] == (byte)'\r';
            input = input[(end + 1)..];

            if (_skipping)
            {
                _skipping = _lineHasBytes || !line.IsEmpty;
                _lineHasBytes = false;
                continue;
            }

            if (_line.Length > 0)
            {
                _line.Append(line);
                TakeHeldLine();
                continue;
            }

            if (!_pastFirstLine)
                line = WithoutMark(line);
            if (line.IsEmpty)
            {
                if (!_hasData)
                {
                    ForgetEvent();
                    nameInInput = false;
                    continue;
                }

                _given = true;
                wireEvent = new WireEvent(nameInInput ? name : _name.Span, dataInInput ? data : _data.Span[_dataStart..]);
                return true;
            }

            var field = Classify(line, out var valueStart);
            if (field == Field.Ignored)
                continue;
            var value = line[valueStart..];
            if (field != Field.Data)
            {
                name = field == Field.Error ? "error"u8 : value;
                nameInInput = true;
                if (field == Field.Event)
                    continue;
            }

            if (!_hasData)
            {
                data = value;
                dataInInput = _hasData = true;
                continue;
            }

            if (dataInInput)
                KeepData(data);
            dataInInput = false;
            AppendData(value);
        }

        if (!_skipping)
        {
            if (nameInInput)
                KeepName(name);
            if (dataInInput)
                KeepData(data);
            if (!input.IsEmpty)
                KeepLine(input);
        }
        else
        {
            _lineHasBytes |= !input.IsEmpty;
        }

        input = default;
        wireEvent = default;
        return false;
    }

    /// <summary>After the last read: gives an event that lacks its blank line, if its data is whole all the same.</summary>
    public bool TryFinish(out WireEvent wireEvent)
    {
        wireEvent = default;
        if (_given)
            ForgetEvent();
        if (_skipping)
            return false;
        if (_line.Length > 0)
            TakeHeldLine();
        if (!_hasData || !CompleteJson.Is(_data.Span[_dataStart..]))
            return false;
        _given = true;
        wireEvent = new WireEvent(_name.Span, _data.Span[_dataStart..]);
        return true;
    }

    /// <summary>Gives the memory back; the framer starts anew.</summary>
    public void Release()
    {
        _line.Release();
        _data.Release();
        _name.Release();
        this = new SseFramer { MaxEventBytes = MaxEventBytes };
    }

    private static bool StartsWithColon(ReadOnlySpan<byte> line, int nameLength) =>
        line.Length == nameLength || line[nameLength] == (byte)':';

    private Field Classify(ReadOnlySpan<byte> line, out int valueStart)
    {
        valueStart = 0;
        if (_bare)
            return Field.Data;

        Field field;
        int nameLength;
        switch (line[0])
        {
            case (byte)'d' when line.StartsWith("data"u8) && StartsWithColon(line, 4):
                field = Field.Data;
                nameLength = 4;
                break;
            case (byte)'e' when line.StartsWith("event"u8) && StartsWithColon(line, 5):
                field = Field.Event;
                nameLength = 5;
                break;
            case (byte)'e' when line.StartsWith("error:"u8):
                field = Field.Error;
                nameLength = 5;
                break;
            case (byte)'{' when !_hasData:
                _bare = true;
                return Field.Data;
            default:
                return Field.Ignored;
        }

        valueStart = Math.Min(line.Length, nameLength + 1);
        if (valueStart < line.Length && line[valueStart] == (byte)' ')
            valueStart++;
        return field;
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
    {
        _pastFirstLine = true;
        return line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private void TakeHeldLine()
    {
        var line = _line.Span;
        var mark = _pastFirstLine ? 0 : line.Length - WithoutMark(line).Length;
        line = line[mark..];
        var field = line.IsEmpty ? Field.Ignored : Classify(line, out mark, mark);
        if (field is Field.Event or Field.Error)
            KeepName(field == Field.Error ? "error"u8 : _line.Span[mark..]);
        if (field is Field.Data or Field.Error)
        {
            if (_hasData)
            {
                AppendData(_line.Span[mark..]);
            }
            else
            {
                // The line becomes the data as it stands: a long one is not copied again.
                (_line, _data) = (_data, _line);
                _dataStart = mark;
                _hasData = true;
            }
        }

        _line.Clear();
    }

    private Field Classify(ReadOnlySpan<byte> line, out int valueStart, int offset)
    {
        var field = Classify(line, out valueStart);
        valueStart += offset;
        return field;
    }

    private void KeepName(ReadOnlySpan<byte> name)
    {
        _name.Clear();
        _name.Append(name);
    }

    private void KeepData(ReadOnlySpan<byte> data)
    {
        _data.Clear();
        _data.Append(data);
        _dataStart = 0;
    }

    private void AppendData(ReadOnlySpan<byte> value)
    {
        if (_data.Length + value.Length > MaxEventBytes)
        {
            Skip(lineHasBytes: false);
            return;
        }

        _data.Append((byte)'\n');
        _data.Append(value);
    }

    private void KeepLine(ReadOnlySpan<byte> part)
    {
        if (_data.Length + _line.Length + part.Length > MaxEventBytes)
            Skip(lineHasBytes: true);
        else
            _line.Append(part);
    }

    private void Skip(bool lineHasBytes)
    {
        Skipped++;
        _skipping = true;
        _lineHasBytes = lineHasBytes;
        ForgetEvent();
        _line.Clear();
    }

    private void ForgetEvent()
    {
        _given = false;
        _hasData = false;
        _bare = false;
        _dataStart = 0;
        _data.Clear();
        _name.Clear();
    }
}
