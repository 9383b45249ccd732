namespace LlmSentinel.Sentinel.Api;

/// <summary>A query parameter that cannot be understood. Turned into problem details.</summary>
internal sealed class BadParameterException(string parameter, string message, IReadOnlyList<string> allowed) : Exception(message)
{
    public string Parameter { get; } = parameter;

    public IReadOnlyList<string> Allowed { get; } = allowed;
}
