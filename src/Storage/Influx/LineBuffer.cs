using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// Points in InfluxDB's line protocol, one a line: measurement, tags, fields, time. Written in that order, at least one field a point.
/// What the protocol cannot carry never makes a line invalid. In a tag a line break or NUL becomes a space and a backslash at the end a slash;
/// an empty tag is left out, a long one cut. In a field it becomes its picture, which <see cref="FieldText"/> reads back;
/// a longer text than servers take is cut and counted. Not thread-safe; allocates only to grow.
/// </summary>
internal sealed class LineBuffer
{
    // Bytes of a field servers take (64 KiB with its quotes), and characters that make a sensible tag.
    private const int LongestField = 65_000;
    private const int LongestTag = 1_000;

    // In a tag's value these three have a meaning; line breaks cannot be told at all, and no query can ask for a NUL.
    private static readonly SearchValues<byte> TagSpecial = SearchValues.Create(",= \n\r\0"u8);

    // The last byte begins the pictures of control characters, and much else.
    private static readonly SearchValues<byte> StringSpecial = SearchValues.Create([(byte)'"', (byte)'\\', (byte)'\n', (byte)'\r', 0, 0xE2]);

    // Longest number, with its key's separators.
    private const int NumberRoom = 40;

    private byte[] _bytes;
    private int _length;
    private bool _hasField;

    public LineBuffer(int capacity = 4096) => _bytes = new byte[capacity];

    /// <summary>The lines so far, each with its line feed.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>How many texts were cut to what servers take.</summary>
    public long Cut { get; private set; }

    public void Clear() => _length = 0;

    /// <summary>Begins a point. The name has no characters with a meaning.</summary>
    public void Begin(ReadOnlySpan<byte> measurement)
    {
        _hasField = false;
        Append(measurement);
    }

    /// <summary>True for a text that a tag holds as it is.</summary>
    public static bool TagHolds(string value) =>
        value.Length is > 0 and <= LongestTag && value[^1] != '\\' && !value.AsSpan().ContainsAny('\n', '\r', '\0');

    /// <summary>Adds a tag; the caller keeps to the order of keys, which servers like best. Nothing for an empty value.</summary>
    /// <returns>True when the value comes back as it is.</returns>
    public bool Tag(ReadOnlySpan<byte> key, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return value is null;
        Append((byte)',');
        Append(key);
        Append((byte)'=');
        AppendTag(value.AsSpan(0, Math.Min(value.Length, LongestTag)));
        if (_bytes[_length - 1] == '\\')
            _bytes[_length - 1] = (byte)'/';
        return TagHolds(value);
    }

    public void Field(ReadOnlySpan<byte> key, string? value)
    {
        if (value is not null)
            Field(key, value.AsSpan());
    }

    public void Field(ReadOnlySpan<byte> key, ReadOnlySpan<char> value)
    {
        BeginField(key);
        Append((byte)'"');
        AppendString(value);
        Append((byte)'"');
    }

    public void Field(ReadOnlySpan<byte> key, long? value)
    {
        if (value is not { } number)
            return;
        BeginField(key);
        Append(number);
        Append((byte)'i');
    }

    public void Field(ReadOnlySpan<byte> key, bool value)
    {
        BeginField(key);
        Append(value ? (byte)'t' : (byte)'f');
    }

    /// <summary>Adds an amount as a floating-point field, digit by digit, without zeros at its end.</summary>
    public void Field(ReadOnlySpan<byte> key, decimal? value)
    {
        if (value is not { } amount)
            return;
        BeginField(key);
        var room = Room(NumberRoom);
        var written = Utf8Formatter.TryFormat(amount, room, out var length);
        Debug.Assert(written);
        _length += WithoutZeros(room[..length]);
    }

    /// <summary>Adds a duration in seconds, to the microsecond, as a floating-point field.</summary>
    public void Field(ReadOnlySpan<byte> key, TimeSpan? value)
    {
        if (value is not { } duration)
            return;
        BeginField(key);
        AppendSeconds(duration.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Ends the point.</summary>
    /// <param name="nanoseconds">Since 1970.</param>
    public void End(long nanoseconds)
    {
        Debug.Assert(_hasField, "a point has a field");
        Append((byte)' ');
        Append(nanoseconds);
        Append((byte)'\n');
    }

    private void BeginField(ReadOnlySpan<byte> key)
    {
        Append(_hasField ? (byte)',' : (byte)' ');
        _hasField = true;
        Append(key);
        Append((byte)'=');
    }

    private static int WithoutZeros(ReadOnlySpan<byte> amount) =>
        amount.Contains((byte)'.') ? amount.TrimEnd((byte)'0').TrimEnd((byte)'.').Length : amount.Length;

    private void AppendSeconds(long microseconds)
    {
        if (microseconds < 0)
            Append((byte)'-');
        var (seconds, rest) = Math.DivRem(ulong.CreateTruncating(Int128.Abs(microseconds)), 1_000_000UL);
        Append((long)seconds);
        if (rest == 0)
            return;
        var room = Room(7);
        room[0] = (byte)'.';
        var last = 6;
        for (var i = 6; i > 0; i--, rest /= 10)
        {
            room[i] = (byte)('0' + (rest % 10));
            if (room[i] == '0' && last == i)
                last--;
        }

        _length += last + 1;
    }

    private void AppendTag(ReadOnlySpan<char> value)
    {
        var (room, text) = Decode(value);
        while (text.IndexOfAny(TagSpecial) is >= 0 and var at)
        {
            Move(ref room, ref text, at);
            Put(ref room, (byte)'\\');
            Put(ref room, text[0] is (byte)'\n' or (byte)'\r' or 0 ? (byte)' ' : text[0]);
            text = text[1..];
        }

        Move(ref room, ref text, text.Length);
    }

    private void AppendString(ReadOnlySpan<char> value)
    {
        var (room, text) = Decode(value);
        var end = _length + LongestField;
        while (text.IndexOfAny(StringSpecial) is >= 0 and var at && _length + at < end)
        {
            Move(ref room, ref text, at);
            var special = text[0];
            if (special is (byte)'\n' or (byte)'\r' or 0)
            {
                Put(ref room, FieldText.Picture(special));
                text = text[1..];
            }
            else if (special == 0xE2)
            {
                if (FieldText.IsPicture(text))
                    Put(ref room, FieldText.EscapeBytes);
                Move(ref room, ref text, 3);
            }
            else
            {
                Put(ref room, (byte)'\\');
                Move(ref room, ref text, 1);
            }
        }

        var left = Math.Min(text.Length, Math.Max(0, end - _length));
        if (left < text.Length)
        {
            Cut++;
            // Not within a character.
            while (left > 0 && (text[left] & 0xC0) == 0x80)
                left--;
        }

        Move(ref room, ref text, left);
    }

    /// <summary>Room for a text at its longest, and the text's bytes far enough behind that writing it escaped never overtakes reading it.</summary>
    private SpanPair Decode(ReadOnlySpan<char> value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var room = Room(2 * most);
        var text = room[most..];
        return new SpanPair(room, text[..Encoding.UTF8.GetBytes(value, text)]);
    }

    private void Move(ref Span<byte> room, ref Span<byte> text, int count)
    {
        text[..count].CopyTo(room);
        text = text[count..];
        room = room[count..];
        _length += count;
    }

    private void Put(ref Span<byte> room, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(room);
        room = room[bytes.Length..];
        _length += bytes.Length;
    }

    private void Put(ref Span<byte> room, byte value)
    {
        room[0] = value;
        room = room[1..];
        _length++;
    }

    private void Append(long value)
    {
        var written = Utf8Formatter.TryFormat(value, Room(NumberRoom), out var length);
        Debug.Assert(written);
        _length += length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private void Append(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        return _bytes.AsSpan(_length);
    }

    private readonly ref struct SpanPair(Span<byte> room, Span<byte> text)
    {
        private readonly Span<byte> _room = room;
        private readonly Span<byte> _text = text;

        public void Deconstruct(out Span<byte> room, out Span<byte> text) 
        {
            room = _room;
            text = _text;
        }
    }
}
