using LlmSentinel.Grafana.Queries;

namespace LlmSentinel.Grafana.Description;

/// <summary>One panel, asked of both sources or of one.</summary>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Title">Title, unique on its dashboard.</param>
/// <param name="Unit">Unit, of <see cref="Units"/>.</param>
/// <param name="Description">What it tells and how to read it; shown at the panel's corner.</param>
internal sealed record Panel(PanelKind Kind, string Title, string Unit, string Description)
{
    /// <summary>Columns of the 24 a dashboard has.</summary>
    public int Width { get; init; } = 8;

    /// <summary>Height in Grafana's steps.</summary>
    public int Height { get; init; } = 8;

    /// <summary>PromQL; empty where Prometheus cannot tell.</summary>
    public IReadOnlyList<Query> Prometheus { get; init; } = [];

    /// <summary>InfluxQL; empty where InfluxDB cannot tell.</summary>
    public IReadOnlyList<Query> Influx { get; init; } = [];

    /// <summary>Who makes its numbers.</summary>
    public Feed Feed { get; init; }

    /// <summary>Text in place of numbers when there are none.</summary>
    public string? NoValue { get; init; }

    /// <summary>How series lie on each other.</summary>
    public Stacking Stacking { get; init; }

    /// <summary>Fixed colours by series name.</summary>
    public IReadOnlyList<(string Name, string Colour)> Colours { get; init; } = [];

    /// <summary>Colours by value, rising.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Two series between which the plane is filled: an interval.</summary>
    public (string Low, string High)? Band { get; init; }

    /// <summary>Columns of a table with numbers, in the order of the Prometheus queries.</summary>
    public IReadOnlyList<(string Name, string Unit)> Columns { get; init; } = [];

    /// <summary>A table of events shows when each was.</summary>
    public bool ShowTime { get; init; }

    /// <summary>Lower end of the axis.</summary>
    public double? Min { get; init; }

    /// <summary>Upper end of the axis.</summary>
    public double? Max { get; init; }

    /// <summary>Digits after the point.</summary>
    public int? Decimals { get; init; }

    /// <summary>How a single number comes of a series.</summary>
    public string Calculation { get; init; } = "lastNotNull";

    /// <summary>InfluxQL cannot divide two counts with different conditions: Grafana does, first query by second.</summary>
    public bool InfluxRatio { get; init; }

    /// <summary>Most points to ask for; null leaves it to the panel's width.</summary>
    public int? MaxPoints { get; init; }

    /// <summary>True when its questions to InfluxDB can be put to sums as well as to single calls.</summary>
    public bool InfluxSums => Influx.Any(query => query.Text.Contains(InfluxQl.AtResolution, StringComparison.Ordinal));

    /// <summary>Its questions to a source.</summary>
    public IReadOnlyList<Query> For(Source source) => source == Source.Prometheus ? Prometheus : Influx;
}

/// <summary>How series lie on each other.</summary>
internal enum Stacking
{
    /// <summary>Each by itself.</summary>
    None,

    /// <summary>On top of each other.</summary>
    Sum,

    /// <summary>As shares of the whole.</summary>
    Share,
}

/// <summary>From this value on, this colour.</summary>
/// <param name="From">Value, inclusive.</param>
/// <param name="Colour">Colour, of <see cref="Colours"/>.</param>
internal sealed record Threshold(double From, string Colour);
