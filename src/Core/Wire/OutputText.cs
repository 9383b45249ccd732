using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// Generated text collected from a stream for counting tokens when the provider reports none. Kept as the escaped
/// bytes of the JSON strings, unescaped once at the end; bounded; collects nothing unless <see cref="Wanted"/>.
/// </summary>
public sealed class OutputText
{
    private const int Limit = 256 * 1024;
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Whether text is collected at all.</summary>
    public bool Wanted { get; set; }

    /// <summary>True when text was left out because the bound was reached: a count is a lower bound then.</summary>
    public bool Truncated { get; private set; }

    /// <summary>True when nothing was collected.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Adds the inside of a JSON string, escapes as they stand on the wire.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> jsonEscapedUtf8)
    {
        if (!Wanted || jsonEscapedUtf8.IsEmpty)
            return;
        if (_length + jsonEscapedUtf8.Length > Limit)
        {
            Truncated = true;
            return;
        }

        if (_length + jsonEscapedUtf8.Length > _bytes.Length)
            Grow(_length + jsonEscapedUtf8.Length);
        jsonEscapedUtf8.CopyTo(_bytes.AsSpan(_length));
        _length += jsonEscapedUtf8.Length;
    }

    /// <summary>The whole text, unescaped; invalid escapes or bytes give the text as it stands.</summary>
    public string ToText()
    {
        var escaped = _bytes.AsSpan(0, _length);
        if (escaped.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(escaped);

        var quoted = new byte[_length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString() ?? "" : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(escaped);
        }
    }

    /// <summary>Gives the memory back and forgets everything.</summary>
    public void Reset()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
        Wanted = false;
        Truncated = false;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(1024, _bytes.Length * 2)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
