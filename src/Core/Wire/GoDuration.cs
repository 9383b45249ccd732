using System.Buffers;
using System.Globalization;

namespace LlmSentinel.Core.Wire;

/// <summary>Durations as Go writes them (<c>6m0s</c>, <c>1m30.5s</c>, <c>12ms</c>), and bare numbers of seconds.</summary>
internal static class GoDuration
{
    private const int MaxLength = 32;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>The duration, or null when the text is none, negative, or longer than a year.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
            return null;

        var seconds = 0.0;
        var whole = text;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits == 0 || !double.TryParse(
                digits < 0 ? text : text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            if (digits < 0)
                // A number without unit is seconds, but only alone: "1m30" is no duration.
                return text.Length == whole.Length ? Dialects.Json.Seconds(number) : null;

            text = text[digits..];
            var unit = text.IndexOfAny(Digits);
            if (Factor(unit < 0 ? text : text[..unit]) is not { } factor)
                return null;
            seconds += number * factor;
            text = unit < 0 ? default : text[unit..];
        }

        return Dialects.Json.Seconds(seconds);
    }

    private static double? Factor(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
