using System.Collections.Frozen;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Core.Upstreams;

/// <summary>
/// An upstream as it runs: its options with everything its preset brings filled in. Immutable; a reload makes a new one and leaves
/// calls in flight theirs. Deliberately not a record: a record would print the key.
/// </summary>
public sealed class ResolvedUpstream
{
    private ResolvedUpstream(string name, UpstreamOptions options)
    {
        Name = name;
        Options = options;
        Preset = UpstreamPresets.Resolve(name, options.Preset);
        Provider = NullIfEmpty(options.Provider) ?? Preset.ProviderName;
        Destinations = MakeDestinations(name, options, Preset);
        AsksUsage = options.Usage == UsageMode.Ask || (options.Usage == UsageMode.Auto && Preset.AcceptsIncludeUsage);
        ApiKey = NullIfEmpty(options.ApiKey);
        ModelAliases = options.ModelAliases.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Name in the configuration, and the first segment of its path on the data port.</summary>
    public string Name { get; }

    /// <summary>What is known of the provider.</summary>
    public UpstreamPreset Preset { get; }

    /// <summary>OpenTelemetry <c>gen_ai.provider.name</c>.</summary>
    public string Provider { get; }

    /// <summary>The servers behind it; at least one.</summary>
    public IReadOnlyList<ResolvedDestination> Destinations { get; }

    /// <summary>Whether streams that would carry no usage are asked for it.</summary>
    public bool AsksUsage { get; }

    /// <summary>Key to send in place of the client's credentials; null: those pass through.</summary>
    public string? ApiKey { get; }

    /// <summary>Where <see cref="ApiKey"/> goes.</summary>
    public CredentialForm Credential => Preset.Credential;

    /// <summary>A server on the user's own hardware: no price per token.</summary>
    public bool Local => Preset.Local || LocalCost is not null;

    /// <summary>What its hardware costs; null when not told.</summary>
    public LocalCostOptions? LocalCost => Options.LocalCost;

    /// <summary>Timeouts; zero is none.</summary>
    public TimeoutOptions Timeouts => Options.Timeouts;

    /// <summary>Model or deployment name to the name in the price list, ignoring case.</summary>
    public FrozenDictionary<string, string> ModelAliases { get; }

    /// <summary>The options this was made from: load balancing, affinity, health checks, HTTP client in YARP's words.</summary>
    public UpstreamOptions Options { get; }

    /// <summary>Fills in the preset.</summary>
    /// <exception cref="ArgumentException">Unknown preset, or neither options nor preset tell an address.</exception>
    public static ResolvedUpstream Create(string name, UpstreamOptions options) => new(name, options);

    /// <summary>Every upstream of the options, in the order of the file; the default ones when it names none.</summary>
    public static IReadOnlyList<ResolvedUpstream> CreateAll(SentinelOptions options) => options.Upstreams.Count > 0
        ? [.. options.Upstreams.Select(pair => Create(pair.Key, pair.Value))]
        : [.. UpstreamPresets.DefaultUpstreams.Select(name => Create(name, new UpstreamOptions()))];

    private static ResolvedDestination[] MakeDestinations(string name, UpstreamOptions options, UpstreamPreset preset)
    {
        if (options.Destinations.Count > 0)
        {
            return [.. options.Destinations.Select(pair => new ResolvedDestination(
                pair.Key, Trim(pair.Value.Address), NullIfEmpty(pair.Value.Health)?.TrimEnd('/'), NullIfEmpty(pair.Value.Host)))];
        }
        var address = NullIfEmpty(options.Address)
            ?? (string.IsNullOrEmpty(options.Resource) ? preset.Address : $"https://{options.Resource}.openai.azure.com")
            ?? throw new ArgumentException($"Upstream '{name}' has no address and its preset '{preset.Name}' has none either.", nameof(options));
        return [new(ResolvedDestination.DefaultName, Trim(address), null, null)];
    }

    private static string Trim(string url) => url.TrimEnd('/');

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
