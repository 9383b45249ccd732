namespace LlmSentinel.Configuration;

/// <summary>A valid configuration that took the place of another.</summary>
/// <param name="Before">What was in effect.</param>
/// <param name="After">What is in effect, except for keys that need a restart.</param>
/// <param name="ChangedKeys">Keys whose values differ; an upstream that came or went is one key. Empty when somebody asked for a reload of the same.</param>
/// <param name="RestartKeys">Those among them that take effect at the next start.</param>
public sealed record ConfigurationChange(
    ConfigurationSnapshot Before, ConfigurationSnapshot After, IReadOnlyList<string> ChangedKeys, IReadOnlyList<string> RestartKeys)
{
    /// <summary>Compares two snapshots.</summary>
    public static ConfigurationChange Between(ConfigurationSnapshot before, ConfigurationSnapshot after)
    {
        var changed = SettingsDiff.Between(before.Root, after.Root).ToList();
        return new ConfigurationChange(
            before, after, [.. changed.Select(setting => setting.Key)], [.. changed.Where(setting => setting.Schema.NeedsRestart).Select(setting => setting.Key)]);
    }
}
