using System.Globalization;

namespace LlmSentinel.Configuration.Values;

/// <summary>Durations as the file writes them: <c>250ms</c>, <c>10s</c>, <c>5m</c>, <c>2h</c>, <c>30d</c>, <c>1h30m</c>, <c>0</c>. Whole milliseconds.</summary>
internal static class DurationText
{
    /// <summary>What to tell a user.</summary>
    public const string Allowed = "a duration such as 250ms, 10s, 5m, 2h, 30d, 1h30m or 0";

    /// <summary>The same for editors, as a regular expression.</summary>
    public const string Pattern = @"^(0|([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+)$";

    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text == "0")
            return true;
        var rest = text.AsSpan();
        if (rest.IsEmpty)
            return false;
        decimal total = 0;
        while (!rest.IsEmpty)
        {
            if (!TryReadPart(ref rest, out var milliseconds))
                return false;
            total += milliseconds;
        }
        // TimeSpan ends at some 10,675,199 days; fractions below a millisecond are a slip of the pen.
        if (total > (decimal)TimeSpan.MaxValue.TotalMilliseconds / 2 || total != decimal.Truncate(total))
            return false;
        value = TimeSpan.FromTicks((long)total * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>One number with the largest unit that leaves it whole.</summary>
    public static string Format(TimeSpan value)
    {
        var milliseconds = value.Ticks / TimeSpan.TicksPerMillisecond;
        if (milliseconds == 0)
            return "0";
        var (unit, size) = Units.First(u => milliseconds % u.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / size}{unit}");
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, out decimal milliseconds)
    {
        milliseconds = 0;
        var digits = rest.IndexOfAnyExcept(Digits.AndPoint);
        if (digits is <= 0 or > 18 || rest[0] == '.' || rest[digits - 1] == '.'
            || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        rest = rest[digits..];
        var letters = rest.IndexOfAnyExceptInRange('a', 'z');
        var unit = letters < 0 ? rest : rest[..letters];
        rest = rest[unit.Length..];
        foreach (var (name, size) in Units)
        {
            if (!unit.SequenceEqual(name))
                continue;
            milliseconds = number * size;
            return true;
        }
        return false;
    }
}
