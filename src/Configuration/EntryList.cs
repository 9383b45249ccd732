using System.Globalization;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration;

/// <summary>A settings tree as a flat list, masked.</summary>
internal static class EntryList
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    public static IEnumerable<ConfigurationEntry> From(Setting setting)
    {
        if (setting.Children.Count > 0)
            return setting.Children.SelectMany(pair => From(pair.Value));
        var value = setting.Schema.Kind switch
        {
            SchemaKind.Map => "{}",
            SchemaKind.List => "[]",
            SchemaKind.Group => setting.Absent ? null : "{}",
            _ => Scalar(setting),
        };
        return [new ConfigurationEntry(setting.Key, value, setting.Origin.ToString(), setting.Schema.NeedsRestart)];
    }

    private static string? Scalar(Setting setting)
    {
        if (setting.Schema.Secret)
            return string.IsNullOrEmpty(setting.Text) ? setting.Text : Mask;
        if (setting.Schema.Kind == SchemaKind.Bytes && setting.Text is { } bytes && setting.Shown == bytes)
            return ByteSizeText.Format(long.Parse(bytes, CultureInfo.InvariantCulture));
        return setting.Shown;
    }
}
