namespace LlmSentinel.Core.Recording.Points;

/// <summary>A tag or a field of a measurement.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">tag, float, integer, string or boolean; a field's is fixed by its first point.</param>
/// <param name="Unit">Unit; empty for none.</param>
/// <param name="Meaning">What it holds.</param>
public sealed record PointField(string Name, string Type, string Unit, string Meaning);
