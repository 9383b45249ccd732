using System.Text.Json;
using LlmSentinel.Configuration.Binding;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Configuration;

/// <summary>A valid configuration, immutable: options, upstreams and where each value comes from.</summary>
public sealed class ConfigurationSnapshot
{
    internal ConfigurationSnapshot(Setting root, string? path, string hash)
    {
        Hash = hash;
        Root = root;
        Path = path;
        Options = OptionsBinder.Bind(root);
        Upstreams = ResolvedUpstream.CreateAll(Options);
        Entries = [.. EntryList.From(root)];
    }

    /// <summary>The file, as found; null when there is none and the defaults apply.</summary>
    public string? Path { get; }

    /// <summary>The options. <see cref="SentinelOptions.Upstreams"/> and the default upstream are filled in.</summary>
    public SentinelOptions Options { get; }

    /// <summary>The upstreams, in the order of the file.</summary>
    public IReadOnlyList<ResolvedUpstream> Upstreams { get; }

    /// <summary>Every key with its value, masked, and its source; in the order of the schema.</summary>
    public IReadOnlyList<ConfigurationEntry> Entries { get; }

    internal Setting Root { get; }

    /// <summary>Of the file's content.</summary>
    internal string Hash { get; }

    /// <summary>Writes path and entries as one JSON object: <c>{"path":..., "entries":[{"key":..., "value":..., "source":..., "needsRestart":...}]}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("path", Path);
        writer.WriteStartArray("entries");
        foreach (var entry in Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("key", entry.Key);
            writer.WriteString("value", entry.Value);
            writer.WriteString("source", entry.Source);
            writer.WriteBoolean("needsRestart", entry.NeedsRestart);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
