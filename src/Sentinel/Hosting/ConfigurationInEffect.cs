using System.Text.Json;
using LlmSentinel.Configuration;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>The configuration that is running, swapped whole on reload.</summary>
internal sealed class ConfigurationInEffect(ConfigurationSnapshot initial)
{
    private volatile ConfigurationSnapshot _snapshot = initial;

    public ConfigurationSnapshot Snapshot
    {
        get => _snapshot;
        set => _snapshot = value;
    }

    public void WriteTo(Utf8JsonWriter writer) => _snapshot.WriteTo(writer);
}
