using System.Globalization;
using System.Text;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>What is filled in when an answer is sent.</summary>
internal enum Slot
{
    /// <summary>The id of the request.</summary>
    Id,

    /// <summary>Input tokens.</summary>
    Input,

    /// <summary>Output tokens.</summary>
    Output,

    /// <summary>The time of sending.</summary>
    Time,
}

/// <summary>A place in an answer.</summary>
internal readonly record struct Patch(int At, int Digits, Slot Slot);

/// <summary>Puts an answer together and notes where something is to be filled in.</summary>
internal sealed class AnswerBuilder
{
    private readonly StringBuilder _text = new();

    public List<Patch> Patches { get; } = [];

    public int Length => _text.Length;

    // All of it is ASCII: a character is a byte.
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());

    /// <summary>Appends text in which {id}, {in}, {out} and {time} are to be filled in.</summary>
    public AnswerBuilder Append(string text)
    {
        while (true)
        {
            var (at, word, slot, digits) = Next(text);
            if (at < 0)
                break;
            _text.Append(text.AsSpan(0, at));
            Patches.Add(new Patch(_text.Length, digits, slot));
            _text.Append('0', digits);
            text = text[(at + word.Length)..];
        }

        _text.Append(text);
        return this;
    }

    /// <summary>Appends what another builder holds as one chunk of a chunked body.</summary>
    public AnswerBuilder AppendChunk(AnswerBuilder data)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{data.Length:x}\r\n");
        foreach (var patch in data.Patches)
            Patches.Add(patch with { At = patch.At + _text.Length });
        _text.Append(data._text).Append("\r\n");
        return this;
    }

    private static (int At, string Word, Slot Slot, int Digits) Next(string text)
    {
        (int At, string Word, Slot Slot, int Digits) first = (-1, "", default, 0);
        foreach (var (word, slot, digits) in Words)
        {
            var at = text.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && (first.At < 0 || at < first.At))
                first = (at, word, slot, digits);
        }

        return first;
    }

    private static readonly (string Word, Slot Slot, int Digits)[] Words =
    [
        ("{id}", Slot.Id, Fixed.IdDigits),
        ("{in}", Slot.Input, Usage.InputDigits),
        ("{out}", Slot.Output, Usage.OutputDigits),
        ("{time}", Slot.Time, Fixed.TimeDigits),
    ];
}
