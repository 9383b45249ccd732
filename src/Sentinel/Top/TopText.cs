using System.Globalization;

namespace LlmSentinel.Sentinel.Top;

/// <summary>Numbers short enough for a terminal. What is not known is a dash.</summary>
internal static class TopText
{
    public const string Unknown = "-";

    public static string Duration(double? milliseconds) => milliseconds switch
    {
        null => Unknown,
        < 1 => Invariant($"{milliseconds * 1000:0} us"),
        < 10 => Invariant($"{milliseconds:0.0} ms"),
        < 1000 => Invariant($"{milliseconds:0} ms"),
        < 60_000 => Invariant($"{milliseconds / 1000:0.00} s"),
        _ => Invariant($"{milliseconds / 60_000:0.0} min"),
    };

    public static string Rate(double perSecond) => perSecond switch
    {
        0 => "0",
        < 10 => Invariant($"{perSecond:0.00}"),
        < 100 => Invariant($"{perSecond:0.0}"),
        < 100_000 => Invariant($"{perSecond:0}"),
        _ => Invariant($"{perSecond / 1000:0}k"),
    };

    public static string Percent(long part, long whole) => whole == 0 ? Unknown : part == 0 ? "0" : Invariant($"{100.0 * part / whole:0.0}");

    /// <summary>Dollars an hour; with a plus sign when some calls have no known price, a question mark when none has one.</summary>
    public static string CostPerHour(decimal? cost, long unknown, double seconds)
    {
        if (cost is not { } known)
            return unknown > 0 ? "?" : Unknown;
        var perHour = (double)known * 3600 / seconds;
        return Invariant($"{perHour.ToString(perHour is > 0 and < 1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture)}{(unknown > 0 ? "+" : "")}");
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => Invariant($"{bytes} B"),
        < 1024 * 1024 => Invariant($"{bytes / 1024.0:0.0} KiB"),
        < 1024L * 1024 * 1024 => Invariant($"{bytes / (1024.0 * 1024):0.0} MiB"),
        _ => Invariant($"{bytes / (1024.0 * 1024 * 1024):0.0} GiB"),
    };

    public static string Age(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds) switch
    {
        { TotalMinutes: < 1 } age => Invariant($"{age.TotalSeconds:0} s"),
        { TotalHours: < 1 } age => Invariant($"{age.TotalMinutes:0} min"),
        { TotalDays: < 2 } age => Invariant($"{age.TotalHours:0} h"),
        var age => Invariant($"{age.TotalDays:0} d"),
    };

    /// <summary>A name from outside, with nothing a terminal would act on.</summary>
    public static string Name(string? name) =>
        string.IsNullOrEmpty(name) ? Unknown : string.Create(name.Length, name, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = char.IsControl(source[i]) ? '_' : source[i];
        });

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
