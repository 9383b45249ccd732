namespace LlmSentinel.Bench.Stores;

/// <summary>Something measured.</summary>
/// <param name="What">What was done.</param>
/// <param name="Value">What came out.</param>
/// <param name="Unit">Of what.</param>
/// <param name="AtMost">What it is to stay below; null for no such goal.</param>
/// <param name="AtLeast">What it is to reach; null for no such goal.</param>
internal sealed record Figure(string What, double Value, string Unit, double? AtMost = null, double? AtLeast = null)
{
    /// <summary>Whether the goal is met; null when there is none.</summary>
    public bool? Met => AtMost is { } most ? Value <= most : AtLeast is { } least ? Value >= least : null;
}
