namespace LlmSentinel.Grafana.Description;

/// <summary>One dashboard; written once per source.</summary>
/// <param name="Name">File name and part of its address, lower case.</param>
/// <param name="Title">Title.</param>
/// <param name="Description">The questions it answers.</param>
/// <param name="Rows">From top to bottom.</param>
internal sealed record Dashboard(string Name, string Title, string Description, IReadOnlyList<Row> Rows)
{
    /// <summary>Variables beside data source, upstream, model and app.</summary>
    public IReadOnlyList<Variable> Variables { get; init; } = [];

    /// <summary>Said at the bottom of the InfluxDB edition: what is not in InfluxDB.</summary>
    public string? InfluxNote { get; init; }

    /// <summary>Every panel.</summary>
    public IEnumerable<Panel> Panels => Rows.SelectMany(row => row.Panels);
}

/// <summary>Panels under one heading.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Panels">From left to right, wrapping.</param>
internal sealed record Row(string Title, IReadOnlyList<Panel> Panels);
