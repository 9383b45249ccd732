using System.ComponentModel;
using System.Text.Json.Serialization;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>RFC 9457 problem details.</summary>
internal sealed record ProblemView(int Status, string Title, string Detail)
{
    [Description("The query parameter that is wrong.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameter { get; init; }

    [Description("What is allowed.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Allowed { get; init; }
}
