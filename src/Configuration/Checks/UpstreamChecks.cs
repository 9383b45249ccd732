using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Configuration.Checks;

/// <summary>What must fit together in an upstream.</summary>
internal static class UpstreamChecks
{
    public static void Check(Setting root, ErrorList errors)
    {
        foreach (var (name, upstream) in root.At("upstreams").Children)
        {
            if (UpstreamNames.Reserved.Contains(name))
            {
                errors.Add(upstream.KeyOrigin, upstream.Key, "the name is reserved: providers' own paths start with it",
                    $"any name but {string.Join(", ", UpstreamNames.Reserved.Order(StringComparer.Ordinal))}");
            }
            if (!upstream.Invalid)
                CheckAddress(name, upstream, errors);
        }
    }

    private static void CheckAddress(string name, Setting upstream, ErrorList errors)
    {
        var presetSetting = upstream.At("preset");
        var address = upstream.At("address");
        var resource = upstream.At("resource");
        var destinations = upstream.At("destinations");
        if (presetSetting.Invalid)
            return;
        var preset = UpstreamPresets.Resolve(name, presetSetting.Text);
        var isAzure = preset.Name == UpstreamPresetNames.Azure;
        var given = new[] { address, resource, destinations }.Where(IsGiven).ToList();
        if (given.Count > 1)
        {
            foreach (var second in given.Skip(1))
                errors.Add(second.Origin, second.Key, $"cannot stand beside {given[0].Key}", "one of address, resource and destinations");
        }
        else if (given.Count == 0 && preset.Address is null)
        {
            errors.Add(upstream.KeyOrigin, upstream.Key, $"there is no address, and the preset '{preset.Name}' has none either",
                isAzure ? "resource, address or destinations" : "address or destinations, or another preset");
        }
        if (IsGiven(resource) && !isAzure)
            errors.Add(resource.Origin, resource.Key, $"only the preset 'azure' has resources; this upstream is '{preset.Name}'", "address or destinations");
    }

    private static bool IsGiven(Setting setting) => setting.Invalid || !string.IsNullOrEmpty(setting.Text) || setting.Children.Count > 0;
}
