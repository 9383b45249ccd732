using System.ComponentModel;
using System.Text.Json.Serialization;

namespace LlmSentinel.Hosting.Admin;

/// <summary>RFC 9457 problem details.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What kind of problem.</param>
/// <param name="Detail">What is wrong, and what to do.</param>
public sealed record ProblemView(int Status, string Title, string Detail)
{
    /// <summary>The query parameter that is wrong.</summary>
    [Description("The query parameter that is wrong.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameter { get; init; }

    /// <summary>What is allowed.</summary>
    [Description("What is allowed.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Allowed { get; init; }
}
