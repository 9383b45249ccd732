using System.Globalization;

namespace LlmSentinel.Sentinel.Api;

/// <summary>A moment as ISO 8601, or relative to now: <c>now</c>, <c>-15m</c>, <c>-2h</c>.</summary>
internal static class TimeParameter
{
    private static readonly string[] Allowed = ["2026-08-01T12:00:00Z", "2026-08-01", "now", "-90s", "-15m", "-2h", "-7d", "-4w"];

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static DateTimeOffset Parse(string parameter, string text, DateTimeOffset now)
    {
        if (text == "now")
            return now;
        if (text.StartsWith('-') && TryAge(text.AsSpan(1), out var age) && age <= now - DateTimeOffset.UnixEpoch)
            return now - age;

        // A plus sign that was not escaped arrives as a space.
        return DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new BadParameterException(parameter, $"'{parameter}' is a moment in ISO 8601 (UTC unless it says otherwise) or an age such as -15m.", Allowed);
    }

    /// <summary>A length of time such as <c>15m</c>.</summary>
    public static bool TryAge(ReadOnlySpan<char> text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 2)
            return false;
        var unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        if (unit == TimeSpan.Zero || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        age = unit * count;
        return true;
    }
}
