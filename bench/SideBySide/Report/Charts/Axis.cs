using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>An axis of a panel: where a value lies, and which values are named.</summary>
internal sealed class Axis
{
    // What is that far beyond the middle of the others would press them to nothing: it is cut, and its figure stands beside it.
    private const double Outlier = 6;
    private const double Headroom = 1.06;

    private readonly bool _logarithmic;
    private readonly double _from;
    private readonly double _to;

    public Axis(Panel panel)
    {
        _logarithmic = panel.Logarithmic;
        var marks = panel.Rows.SelectMany(row => row.Marks).OfType<Mark>().ToList();
        var figures = marks.Select(mark => mark.Figure).OfType<Spread>().ToList();
        var values = figures.SelectMany(figure => new[] { figure.Median, figure.Low, figure.High })
            .Concat(panel.Goals.Select(goal => goal.Value))
            .Concat(marks.Select(mark => mark.Goal).OfType<double>())
            .Where(double.IsFinite).ToList();
        if (_logarithmic)
        {
            var positive = values.Where(value => value > 0).DefaultIfEmpty(1).ToList();
            _from = Math.Pow(10, Math.Floor(Math.Log10(positive.Min())));
            _to = Math.Pow(10, Math.Ceiling(Math.Log10(positive.Max() * Headroom)));
        }
        else
        {
            var middles = figures.Select(figure => figure.Median).Order().DefaultIfEmpty(1).ToList();
            var limit = middles[middles.Count / 2] * Outlier;
            _to = values.Where(value => value <= limit).DefaultIfEmpty(1).Max() * Headroom;
        }

        Ticks = [.. _logarithmic ? Decades() : Steps()];
    }

    /// <summary>Values that are named.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>True when a value lies beyond the axis.</summary>
    public bool IsBeyond(double value) => value > _to;

    /// <summary>Where a value lies, 0 to 1; what is beyond lies at the end.</summary>
    public double Place(double value)
    {
        if (!_logarithmic)
            return Math.Clamp(value / _to, 0, 1);
        return value <= _from ? 0 : Math.Clamp(Math.Log(value / _from) / Math.Log(_to / _from), 0, 1);
    }

    private IEnumerable<double> Decades()
    {
        var wide = _to / _from > 1000;
        for (var decade = _from; decade <= _to * 1.001; decade *= 10)
        {
            yield return decade;
            if (!wide && decade * 3 < _to)
                yield return decade * 3;
        }
    }

    private IEnumerable<double> Steps()
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(_to / 4)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * power).First(width => _to / width <= 6);
        for (var i = 0; i * step <= _to; i++)
            yield return i * step;
    }
}
