using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>
/// Text put together from pieces of JSON, each on a line of its own, in one pooled array: only the finished text becomes a string.
/// A mutable struct: lives in a field, is never copied. Its owner calls <see cref="Release"/>.
/// </summary>
internal struct PooledText
{
    private const int Fewest = 1024;

    private char[]? _chars;
    private int _length;
    private int _most;

    /// <summary>True when there is no text.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>Begins a piece: on a new line unless it is the first.</summary>
    public void BeginPiece()
    {
        if (_length > 0)
            Append("\n");
    }

    /// <summary>Adds to the piece.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    /// <summary>Adds the string the reader is on.</summary>
    /// <exception cref="InvalidOperationException">It is not UTF-8.</exception>
    public void Append(in Utf8JsonReader value) =>
        // Unescaped UTF-16 never has more units than the escaped UTF-8 has bytes.
        _length += value.CopyString(Room(value.ValueSpan.Length));

    /// <summary>Adds a JSON value as it stands, a string without its quotes and escapes.</summary>
    /// <exception cref="InvalidOperationException">It is not UTF-8.</exception>
    public void AppendValue(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return;
        if (json[0] != '"')
        {
            _length += Encoding.UTF8.GetChars(json, Room(json.Length));
            return;
        }

        var value = new Utf8JsonReader(json);
        value.Read();
        Append(value);
    }

    /// <summary>Forgets the text, keeps the array.</summary>
    public void Clear()
    {
        _most = Math.Max(_most, _length);
        _length = 0;
    }

    /// <summary>Gives the array back, without the text: prompts do not stay behind in a shared pool.</summary>
    public void Release()
    {
        Clear();
        Return(_chars, _most);
        _chars = null;
        _most = 0;
    }

    /// <summary>The text.</summary>
    public override readonly string ToString() => new(_chars.AsSpan(0, _length));

    private Span<char> Room(int length)
    {
        var needed = _length + length;
        if (_chars is null || needed > _chars.Length)
            Grow(needed);
        return _chars.AsSpan(_length);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(needed, Math.Max(Fewest, 2 * _length)));
        _chars.AsSpan(0, _length).CopyTo(larger);
        Return(_chars, Math.Max(_most, _length));
        _chars = larger;
        _most = _length;
    }

    private static void Return(char[]? chars, int used)
    {
        if (chars is null)
            return;
        chars.AsSpan(0, used).Clear();
        ArrayPool<char>.Shared.Return(chars);
    }
}
