namespace LlmSentinel.Configuration;

/// <summary>The configuration has errors; the message lists them, one a line.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<ConfigError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<ConfigError> Errors { get; } = errors;
}
