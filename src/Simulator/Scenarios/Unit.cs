using System.Globalization;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>What a number in a scenario means, how it is written, and its bounds.</summary>
internal sealed class Unit
{
    private readonly Func<string, double?> _read;

    private Unit(string expected, Func<string, double?> read)
    {
        Expected = expected;
        _read = read;
    }

    /// <summary>Milliseconds, written with a unit.</summary>
    public static Unit Duration { get; } = new("a duration such as 250ms, 1.5s or 2m", DurationMs);

    /// <summary>Seconds, written as a duration.</summary>
    public static Unit Seconds { get; } = new("a duration such as 20s", t => DurationMs(t) / 1000);

    /// <summary>Tokens.</summary>
    public static Unit Count { get; } = new("a number not below 0", t => Number(t) is >= 0 and var n ? n : null);

    /// <summary>A share of requests or tokens.</summary>
    public static Unit Share { get; } = new("a share from 0 to 1, or 0% to 100%", ReadShare);

    public string Expected { get; }

    public double? Read(YamlPlace place)
    {
        if (place.Scalar is { } text && _read(text.Trim()) is { } value) return value;
        place.Problem(place.Scalar is { } wrong ? $"'{wrong}' is not {Expected}" : $"must be {Expected}");
        return null;
    }

    public static TimeSpan? Time(YamlPlace place) => Duration.Read(place) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static double? ReadShare(string text) =>
        (text.EndsWith('%') ? Number(text[..^1]) / 100 : Number(text)) is >= 0 and <= 1 and var share ? share : null;

    private static double? DurationMs(string text)
    {
        if (text == "0") return 0;
        foreach (var (suffix, ms) in (ReadOnlySpan<(string, double)>)[("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)])
            if (text.EndsWith(suffix, StringComparison.Ordinal) && Number(text[..^suffix.Length].TrimEnd()) is >= 0 and var value) return value * ms;
        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;
}
