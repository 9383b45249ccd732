namespace LlmSentinel.Configuration;

/// <summary>What loading gave: a snapshot, or everything that is wrong.</summary>
public sealed class ConfigurationResult
{
    internal ConfigurationResult(string? path, ConfigurationSnapshot? snapshot, IReadOnlyList<ConfigError> errors)
    {
        Path = path;
        Snapshot = snapshot;
        Errors = errors;
    }

    /// <summary>The file looked at; null for the built-in defaults.</summary>
    public string? Path { get; }

    /// <summary>The configuration; null when there are errors.</summary>
    public ConfigurationSnapshot? Snapshot { get; }

    /// <summary>Everything wrong, in the order of the file; empty when there is a snapshot.</summary>
    public IReadOnlyList<ConfigError> Errors { get; }

    /// <summary>The snapshot.</summary>
    /// <exception cref="InvalidConfigurationException">There are errors.</exception>
    public ConfigurationSnapshot GetSnapshot() => Snapshot ?? throw new InvalidConfigurationException(Errors);
}
