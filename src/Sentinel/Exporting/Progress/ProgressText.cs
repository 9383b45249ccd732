using System.Globalization;

namespace LlmSentinel.Sentinel.Exporting.Progress;

/// <summary>How counts are told.</summary>
internal static class ProgressText
{
    /// <summary>Rows, rate, share and time left in one line.</summary>
    public static string Line(TransferCount count) => string.Create(CultureInfo.InvariantCulture,
        $"{count.Rows:N0} rows, {count.Rate:N0} rows/s, {count.Fraction:P0}{(count.Left is { } left ? $", {Age(left)} left" : "")}");

    /// <summary>Rows and rate.</summary>
    public static string Short(TransferCount count) => string.Create(CultureInfo.InvariantCulture, $"{count.Rows:N0} rows, {count.Rate:N0} rows/s");

    private static string Age(TimeSpan age) => age.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h {age.Minutes} min")
        : age.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min {age.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{age.Seconds} s");
}
