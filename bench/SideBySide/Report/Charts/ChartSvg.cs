using System.Globalization;
using System.Xml.Linq;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Draws a chart as SVG, without a background of its own.</summary>
internal static class ChartSvg
{
    public const int Width = 760;
    private const int Margin = 12;
    private const int TitleHeight = 30;
    private const int LegendHeight = 22;
    private const int PanelGap = 18;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The SVG file's text.</summary>
    public static string Draw(Chart chart)
    {
        var svg = new XElement(Svg + "svg",
            new XElement(Svg + "title", chart.Title),
            Text(Margin, 20, chart.Title, "start", 14, bold: true));
        double y = TitleHeight;
        if (chart.Series.Count > 1)
        {
            svg.Add(Legend(chart.Series, y));
            y += LegendHeight;
        }

        foreach (var panel in chart.Panels)
        {
            var drawing = new PanelDrawing(panel, chart.Series, y);
            svg.Add(drawing.Draw());
            y += drawing.Height + PanelGap;
        }

        svg.Add(
            new XAttribute("width", Width), new XAttribute("height", Number(y)), new XAttribute("viewBox", $"0 0 {Width} {Number(y)}"),
            new XAttribute("font-family", "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"), new XAttribute("role", "img"));
        return svg + "\n";
    }

    /// <summary>An element with attributes; numbers are rounded.</summary>
    public static XElement Shape(string name, params (string Name, object Value)[] attributes) =>
        new(Svg + name, attributes.Select(attribute =>
            new XAttribute(attribute.Name, attribute.Value is double number ? Number(number) : attribute.Value)));

    /// <summary>Text on its base line.</summary>
    public static XElement Text(double x, double y, string text, string anchor, double size, bool bold = false, string color = Palette.Text)
    {
        var element = Shape("text", ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), ("fill", color));
        if (bold)
            element.Add(new XAttribute("font-weight", "600"));
        element.Add(text);
        return element;
    }

    private static IEnumerable<XElement> Legend(IReadOnlyList<Series> series, double y)
    {
        double x = Margin;
        foreach (var (name, color) in series)
        {
            yield return Shape("rect", ("x", x), ("y", y), ("width", 11.0), ("height", 11.0), ("rx", 2.0), ("fill", color));
            yield return Text(x + 16, y + 10, name, "start", 11.5);
            x += 38 + (name.Length * 6.6);
        }
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
