namespace LlmSentinel.Core.Sampling;

/// <summary>What became of an exchange that was chosen to be sampled.</summary>
public static class SampleResults
{
    /// <summary>Its text was handed to the sinks.</summary>
    public const string Kept = "kept";

    /// <summary>The byte budget of all copies had no room for its text.</summary>
    public const string ByteBudget = "byte_budget";

    /// <summary>The evaluation queue was full.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>Reading its text failed.</summary>
    public const string Failed = "failed";
}
