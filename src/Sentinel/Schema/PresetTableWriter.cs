using System.Text;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Sentinel.Schema;

/// <summary>The table of presets in docs/configuration.md.</summary>
internal static class PresetTableWriter
{
    public static string Write()
    {
        var text = new StringBuilder("| preset | address | key goes into | provider | asked | local |\n|---|---|---|---|---|---|\n");
        foreach (var preset in UpstreamPresets.All.Values.OrderBy(preset => preset.Name, StringComparer.Ordinal))
        {
            text.Append("| ").Append(preset.Name)
                .Append(" | ").Append(preset.Address ?? (preset.Name == UpstreamPresetNames.Azure ? "from the resource" : "to be given"))
                .Append(" | ").Append(preset.Credential.Header ?? $"?{preset.Credential.QueryParameter}=").Append(preset.Credential.Prefix.Length > 0 ? $": {preset.Credential.Prefix}..." : "")
                .Append(" | ").Append(preset.ProviderName)
                .Append(" | ").Append(preset.AcceptsIncludeUsage ? "yes" : "no")
                .Append(" | ").Append(preset.Local ? "yes" : "no").Append(" |\n");
        }
        return text.ToString();
    }
}
