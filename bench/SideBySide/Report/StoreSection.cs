using System.Globalization;
using static LlmSentinel.Bench.SideBySide.Report.Markdown;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>What the stores take, as Markdown.</summary>
internal static class StoreSection
{
    /// <summary>A table, a row a figure.</summary>
    public static string Write(StoreResults results) =>
        Table(1, ["", "measured", "to reach", ""], results.Figures.Select(Row))
        + string.Create(CultureInfo.InvariantCulture, $"\n\n{results.WrittenAt:yyyy-MM-dd}, {Escape(results.Runtime)}, {results.Processors} cores.");

    private static IEnumerable<string> Row(StoreFigure figure) =>
    [
        Escape(figure.What), $"{Figures.Number(figure.Value)} {Escape(figure.Unit)}", Goal(figure),
        figure.Met switch { true => "met", false => "**not met**", null => "" },
    ];

    private static string Goal(StoreFigure figure) =>
        figure.AtMost is { } most ? $"&lt;= {Figures.Number(most)}" : figure.AtLeast is { } least ? $"&gt;= {Figures.Number(least)}" : "";
}
