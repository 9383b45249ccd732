using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// Points in InfluxDB's line protocol, one a line: measurement, tags, fields, time. Written in that order, at least one field a point.
/// What the protocol cannot carry never makes a line invalid: a line break becomes a space, a backslash at the end of a tag a slash,
/// an empty tag and a value that is no number are left out. Not thread-safe; allocates only to grow.
/// </summary>
internal sealed class LineBuffer
{
    // In a tag's value these three have a meaning; line breaks cannot be told at all.
    private static readonly SearchValues<byte> TagSpecial = SearchValues.Create(",= \n\r"u8);
    private static readonly SearchValues<byte> StringSpecial = SearchValues.Create("\"\\\n\r"u8);

    // Longest number, with its key's separators.
    private const int NumberRoom = 40;

    private byte[] _bytes;
    private int _length;
    private bool _hasField;

    public LineBuffer(int capacity = 4096) => _bytes = new byte[capacity];

    /// <summary>The lines so far, each with its line feed.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Begins a point. The name has no characters with a meaning.</summary>
    public void Begin(ReadOnlySpan<byte> measurement)
    {
        _hasField = false;
        Append(measurement);
    }

    /// <summary>Adds a tag; the caller keeps to the order of keys, which servers like best. Nothing for an empty value.</summary>
    public void Tag(ReadOnlySpan<byte> key, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        Append((byte)',');
        Append(key);
        Append((byte)'=');
        AppendEscaped(value, TagSpecial);
        if (_bytes[_length - 1] == '\\')
            _bytes[_length - 1] = (byte)'/';
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
        AppendEscaped(value, StringSpecial);
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

    /// <summary>Adds an amount as a floating-point field, digit by digit.</summary>
    public void Field(ReadOnlySpan<byte> key, decimal? value)
    {
        if (value is not { } amount)
            return;
        BeginField(key);
        var room = Room(NumberRoom);
        var written = Utf8Formatter.TryFormat(amount, room, out var length);
        Debug.Assert(written);
        _length += length;
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

    private void AppendEscaped(ReadOnlySpan<char> value, SearchValues<byte> special)
    {
        // Twice the bytes at most, were each of them escaped; then moved to where they belong.
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var room = Room(2 * most);
        var text = room[most..];
        text = text[..Encoding.UTF8.GetBytes(value, text)];
        while (text.IndexOfAny(special) is >= 0 and var at)
        {
            text[..at].CopyTo(room);
            room = room[at..];
            _length += at;
            if (text[at] is (byte)'\n' or (byte)'\r')
                text[at] = (byte)' ';
            if (text[at] != ' ' || special == TagSpecial)
            {
                room[0] = (byte)'\\';
                room = room[1..];
                _length++;
            }

            room[0] = text[at];
            room = room[1..];
            _length++;
            text = text[(at + 1)..];
        }

        text.CopyTo(room);
        _length += text.Length;
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
}
