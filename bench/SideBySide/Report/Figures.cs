using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>Figures as text.</summary>
internal static class Figures
{
    /// <summary>What stands in place of a figure that does not count.</summary>
    public const string Failed = "FAILED";

    /// <summary>Three digits that say something, thousands apart.</summary>
    public static string Number(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 100 => "#,0",
            >= 10 => "0.#",
            _ => "0.##",
        },
        CultureInfo.InvariantCulture);

    /// <summary>A ratio with its quartiles.</summary>
    public static string Ratio(Spread ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Low:0.00}-{ratio.High:0.00})");

    /// <summary>A figure with its quartiles.</summary>
    public static string Range(Spread figure) => figure.Pairs > 1
        ? $"{Number(figure.Median)} ({Number(figure.Low)} to {Number(figure.High)})"
        : Number(figure.Median);

    /// <summary>Nanoseconds in the unit that suits them.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => $"{Number(nanoseconds)} ns",
        < 1_000_000 => $"{Number(nanoseconds / 1_000)} µs",
        _ => $"{Number(nanoseconds / 1_000_000)} ms",
    };
}
