using System.Text.Json;
using LlmSentinel.Configuration;

namespace LlmSentinel.Hosting;

/// <summary>The configuration that is running, swapped whole on reload.</summary>
public sealed class ConfigurationInEffect(ConfigurationSnapshot initial)
{
    private volatile ConfigurationSnapshot _snapshot = initial;

    /// <summary>The configuration of this moment.</summary>
    public ConfigurationSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    /// <summary>Writes every key, secrets masked, with the source of each value.</summary>
    public void WriteTo(Utf8JsonWriter writer) => _snapshot.WriteTo(writer);
}
