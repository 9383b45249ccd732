using System.Buffers;
using System.Text;

namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>Fields of RFC 4180 as UTF-8. A field that is unknown is empty; text of no characters is two quotes.</summary>
internal sealed class CsvBuffer
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private bool _inRow;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() => _bytes.ResetWrittenCount();

    public void AddUnknown() => Separate();

    public void Add(string text)
    {
        Separate();
        var guard = FormulaGuard.Needs(text);
        if (text.Length > 0 && !text.AsSpan().ContainsAny(Special) && text[0] != ' ' && text[^1] != ' ')
        {
            if (guard)
                Put('\'');
            Put(text);
            return;
        }

        Put('"');
        if (guard)
            Put('\'');
        var rest = text.AsSpan();
        while (rest.IndexOf('"') is >= 0 and var quote)
        {
            Put(rest[..(quote + 1)]);
            Put('"');
            rest = rest[(quote + 1)..];
        }

        Put(rest);
        Put('"');
    }

    /// <summary>Adds something that has neither quotes nor separators.</summary>
    public void Add<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        const int Longest = 64;
        Separate();
        value.TryFormat(_bytes.GetSpan(Longest), out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        _bytes.Advance(written);
    }

    public void EndRow()
    {
        Put('\r');
        Put('\n');
        _inRow = false;
    }

    private void Separate()
    {
        if (_inRow)
            Put(',');
        _inRow = true;
    }

    private void Put(char ascii)
    {
        _bytes.GetSpan(1)[0] = (byte)ascii;
        _bytes.Advance(1);
    }

    private void Put(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _bytes);
}
