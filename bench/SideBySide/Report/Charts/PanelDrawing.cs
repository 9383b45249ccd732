using System.Xml.Linq;
using LlmSentinel.Bench.SideBySide.Results;
using static LlmSentinel.Bench.SideBySide.Report.Charts.ChartSvg;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Draws one panel: title, axis, goals, and for each row its bars or dots with their quartiles and their figures.</summary>
internal sealed class PanelDrawing(Panel panel, IReadOnlyList<Series> series, double top)
{
    private const double Left = 150;
    private const double Right = Width - 165;
    private const double HeadHeight = 22;
    private const double FootHeight = 34;
    private const double GoalHeight = 14;
    private const double RowGap = 8;
    private const double LabelWidth = 240;

    private readonly Axis _axis = new(panel);
    private readonly double _lane = series.Count > 1 ? 14 : 18;

    public double Height => HeadHeight + (panel.Goals.Count * GoalHeight) + (panel.Rows.Count * RowHeight) + FootHeight;

    private double RowHeight => (series.Count * _lane) + RowGap;

    private double RowsTop => top + HeadHeight + (panel.Goals.Count * GoalHeight);

    private double RowsBottom => RowsTop + (panel.Rows.Count * RowHeight);

    public IEnumerable<XElement> Draw() =>
    [
        Text(12, top + 14, char.ToUpperInvariant(panel.Title[0]) + panel.Title[1..], "start", 12.5, bold: true),
        .. Grid(),
        .. panel.Rows.SelectMany((row, index) => DrawRow(row, RowsTop + (index * RowHeight))),
        .. DrawGoals(),
    ];

    private static double X(double place) => Left + (place * (Right - Left));

    private IEnumerable<XElement> Grid()
    {
        foreach (var tick in _axis.Ticks)
        {
            var x = X(_axis.Place(tick));
            yield return Line(x, RowsTop, x, RowsBottom, Palette.Line, 0.6, 0.4);
            yield return Text(x, RowsBottom + 14, Figures.Number(tick), "middle", 10.5);
        }

        yield return Text((Left + Right) / 2, RowsBottom + 29, panel.Unit, "middle", 10.5);
    }

    private IEnumerable<XElement> DrawRow(Row row, double y)
    {
        yield return Text(Left - 10, y + (series.Count * _lane / 2) + 4, row.Label, "end", 11.5);
        for (var i = 0; i < row.Marks.Count; i++)
        {
            if (row.Marks[i] is not { } mark)
                continue;
            foreach (var element in DrawMark(mark, mark.Color ?? series[i].Color, y + (i * _lane)))
                yield return element;
        }
    }

    private IEnumerable<XElement> DrawMark(Mark mark, string color, double y)
    {
        var middle = y + (_lane / 2);
        if (mark.Figure is not { } figure)
        {
            yield return Text(Right + 10, middle + 4, Figures.Failed, "start", 10.5, bold: true, Palette.Goal);
            yield break;
        }

        var x = X(_axis.Place(figure.Median));
        if (panel.Logarithmic)
            yield return Shape("circle", ("cx", x), ("cy", middle), ("r", 4.0), ("fill", color));
        else
            yield return Shape("rect", ("x", Left), ("y", y + 2), ("width", Math.Max(1, x - Left)), ("height", _lane - 4), ("rx", 2.0), ("fill", color));
        if (_axis.IsBeyond(figure.Median))
            yield return Text(x - 4, middle + 4, "»", "end", 13, bold: true, "#ffffff");
        else if (figure.High > figure.Low)
        {
            foreach (var line in Whisker(figure, middle, color))
                yield return line;
        }

        if (mark.Goal is { } goal)
            yield return Line(X(_axis.Place(goal)), y, X(_axis.Place(goal)), y + _lane, Palette.Goal, 2, 1);
        yield return Text(Right + 10, middle + 4, Figures.Range(figure), "start", 10.5);
    }

    // Over a bar: dark with a light edge, so that it is seen on the bar and on either background.
    private IEnumerable<XElement> Whisker(Spread figure, double y, string color)
    {
        var (low, high) = (X(_axis.Place(figure.Low)), X(_axis.Place(figure.High)));
        return panel.Logarithmic
            ? [Line(low, y, high, y, color, 2, 1)]
            : [Line(low - 1, y, high + 1, y, "#ffffff", 3.4, 0.9), Line(low, y, high, y, "#24292f", 1.6, 1)];
    }

    // Each label has a line of its own and its goal's line begins there: in this order no line crosses a label.
    private IEnumerable<XElement> DrawGoals()
    {
        var ends = panel.Goals.All(goal => X(_axis.Place(goal.Value)) > LabelWidth);
        var goals = ends ? panel.Goals.OrderByDescending(goal => goal.Value) : panel.Goals.OrderBy(goal => goal.Value);
        return goals.SelectMany((goal, index) => DrawGoal(goal, top + HeadHeight + (index * GoalHeight), ends));
    }

    private IEnumerable<XElement> DrawGoal(Goal goal, double y, bool ends)
    {
        var x = X(_axis.Place(goal.Value));
        var line = Line(x, y + 2, x, RowsBottom, Palette.Goal, 1.4, 1);
        line.Add(new XAttribute("stroke-dasharray", "4 3"));
        return [line, Text(ends ? x - 5 : x + 5, y + 9, goal.Label, ends ? "end" : "start", 10.5, color: Palette.Goal)];
    }

    private static XElement Line(double x1, double y1, double x2, double y2, string color, double width, double opacity) =>
        Shape("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2),
            ("stroke", color), ("stroke-width", width), ("stroke-opacity", opacity));
}
