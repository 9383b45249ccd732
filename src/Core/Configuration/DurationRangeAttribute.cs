namespace LlmSentinel.Core.Configuration;

/// <summary>Bounds of a <see cref="TimeSpan"/> option, both included, in the words of the file: <c>1ms</c>, <c>10s</c>, <c>7d</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : Attribute
{
    /// <summary>Shortest value allowed.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>Longest value allowed.</summary>
    public string Maximum { get; } = maximum;

    /// <summary>Whether 0, which then means none or for ever, is allowed beside the range.</summary>
    public bool OrZero { get; init; }
}
