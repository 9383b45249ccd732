using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Moves over JSON that may hold anything. Unless said otherwise a method is called with the reader on a member's name,
/// moves to its value and past it. A value of another kind than wanted is skipped. Malformed JSON throws JsonException,
/// which the dialects' one entry point catches.
/// </summary>
internal static class Json
{
    /// <summary>Longest id, model or tier kept.</summary>
    private const int MaxString = 256;

    /// <summary>Largest count believed; anything above is a provider's mistake.</summary>
    private const long MaxCount = 1_000_000_000_000;

    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, MaxDepth = 64 };

    public static Utf8JsonReader Open(ReadOnlySpan<byte> json) => new(json, Options);

    public static Utf8JsonReader Open(in ReadOnlySequence<byte> json) =>
        json.IsSingleSegment ? new(json.FirstSpan, Options) : new(json, Options);

    /// <summary>Inside an object: to the next member's name; false at its end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Inside an array: to the next element that is an object; false at its end. Other elements are skipped.</summary>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>True with the reader inside the object; false with the value skipped.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>True with the reader inside the array; false with the value skipped.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>A count overwrites <paramref name="target"/>; what is not an integer in [0, 10^12] leaves it alone.</summary>
    public static void Count(ref Utf8JsonReader reader, ref long? target)
    {
        reader.Read();
        target = CountHere(ref reader) ?? target;
    }

    /// <summary>A number that need not be whole, or null.</summary>
    public static double? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value))
            return value;
        reader.Skip();
        return null;
    }

    /// <summary>An amount of money, or null when it is none or absurd.</summary>
    public static decimal? Amount(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) && value is >= 0 and <= 1_000_000_000_000)
            return value;
        reader.Skip();
        return null;
    }

    /// <summary>A length of time given in units of <paramref name="perSecond"/> a second, or null.</summary>
    public static TimeSpan? Duration(ref Utf8JsonReader reader, double perSecond) =>
        Number(ref reader) is { } number ? Seconds(number / perSecond) : null;

    /// <summary>Seconds as a length of time; null when negative or longer than a year.</summary>
    public static TimeSpan? Seconds(double seconds) =>
        seconds is >= 0 and <= 31_536_000 ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The known value if there is one, else this one: the first that is not empty stays, and is allocated once.</summary>
    public static string? Once(ref Utf8JsonReader reader, string? known)
    {
        if (known is null)
            return String(ref reader);
        reader.Skip();
        return known;
    }

    /// <summary>The string, or null when it is empty, absurdly long or none.</summary>
    public static string? String(ref Utf8JsonReader reader)
    {
        reader.Read();
        return StringHere(ref reader);
    }

    /// <summary>The same with the reader on the value.</summary>
    public static string? StringHere(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && Length(ref reader) is > 0 and <= MaxString)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    public static bool IsTrue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return reader.TokenType == JsonTokenType.True;
    }

    /// <summary>True when the value is a string that is not empty; it is collected as generated text.</summary>
    public static bool Text(ref Utf8JsonReader reader, OutputText text, TextKind kind = TextKind.Answer)
    {
        reader.Read();
        return TextHere(ref reader, text, kind);
    }

    /// <summary>The same with the reader on the value.</summary>
    public static bool TextHere(ref Utf8JsonReader reader, OutputText text, TextKind kind = TextKind.Answer)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (Length(ref reader) == 0)
                return false;
            Append(ref reader, text, kind);
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Length in bytes of the string the reader is on, escapes as they stand.</summary>
    public static long Length(ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;

    /// <summary>Number of elements of the array the value is; 0 when it is none.</summary>
    public static int Elements(ref Utf8JsonReader reader)
    {
        if (!EnterArray(ref reader))
            return 0;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        reader.Read();
        if (reader.TokenType == kind)
            return true;
        reader.Skip();
        return false;
    }

    private static void Append(ref Utf8JsonReader reader, OutputText text, TextKind kind)
    {
        if (!text.Wanted)
            return;
        if (reader.HasValueSequence)
            text.AppendEscaped(reader.ValueSequence, kind);
        else
            text.AppendEscaped(reader.ValueSpan, kind);
    }

    private static long? CountHere(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var whole))
                return whole is >= 0 and <= MaxCount ? whole : null;
            return reader.TryGetDouble(out var number) ? Whole(number) : null;
        }

        // A compatible server's number in quotes.
        Span<byte> text = stackalloc byte[32];
        if (reader.TokenType == JsonTokenType.String && Length(ref reader) <= text.Length)
        {
            text = text[..reader.CopyString(text)];
            return Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length ? Whole(number) : null;
        }

        reader.Skip();
        return null;
    }

    // Also false for NaN. Doubles are exact far beyond the largest count.
    private static long? Whole(double number) =>
        number is >= 0 and <= MaxCount && Math.Floor(number) == number ? (long)number : null;
}
