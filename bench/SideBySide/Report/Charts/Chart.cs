using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>A chart: panels one below the other, each with rows of bars or dots.</summary>
/// <param name="Name">Name of the file, without its end.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Series">What the lanes of a row are, top to bottom; one, without a name, where a row is one figure.</param>
/// <param name="Panels">The panels.</param>
internal sealed record Chart(string Name, string Title, IReadOnlyList<Series> Series, IReadOnlyList<Panel> Panels);

/// <summary>What one lane of every row shows.</summary>
internal readonly record struct Series(string Name, string Color);

/// <summary>Rows with an axis of their own.</summary>
/// <param name="Title">What is measured.</param>
/// <param name="Unit">Unit of the axis.</param>
/// <param name="Logarithmic">Dots on a logarithmic axis; else bars from zero.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Panel(string Title, string Unit, bool Logarithmic, IReadOnlyList<Row> Rows)
{
    /// <summary>Goals that hold for every row.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];
}

/// <summary>A goal, drawn as a line over all rows.</summary>
internal readonly record struct Goal(double Value, string Label);

/// <summary>One row.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Marks">A figure for each series; null where there is none.</param>
internal sealed record Row(string Label, IReadOnlyList<Mark?> Marks);

/// <summary>A figure in a row.</summary>
/// <param name="Figure">The figure with its quartiles; null when the target failed.</param>
/// <param name="Color">Its colour where it is not its series'.</param>
/// <param name="Goal">A goal for this figure alone.</param>
internal sealed record Mark(Spread? Figure, string? Color = null, double? Goal = null);
