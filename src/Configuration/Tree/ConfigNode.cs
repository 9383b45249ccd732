namespace LlmSentinel.Configuration.Tree;

/// <summary>A value as written, before anyone asks what it means.</summary>
internal abstract class ConfigNode(Origin origin)
{
    public Origin Origin { get; } = origin;
}

/// <summary>A scalar.</summary>
/// <param name="text">The text, without quotes and with variables filled in.</param>
/// <param name="written">The text as written, with <c>${VAR}</c> in place of what the variable holds.</param>
/// <param name="plain">Written without quotes, so that null, ~ and nothing mean no value.</param>
internal sealed class ScalarNode(Origin origin, string text, string written, bool plain) : ConfigNode(origin)
{
    public string Text { get; } = text;

    public string Written { get; } = written;

    /// <summary>Some of the text comes out of an environment variable and must not be shown.</summary>
    public bool Substituted { get; init; }

    /// <summary>An error about this text is already reported; say no more about it.</summary>
    public bool Broken { get; init; }

    public bool IsNull => plain && !Substituted && (Text is "" or "~" or "null" or "Null" or "NULL");
}

/// <summary>Values in order.</summary>
internal sealed class SequenceNode(Origin origin) : ConfigNode(origin)
{
    public List<ConfigNode> Items { get; } = [];
}

/// <summary>Keys and values in order; a key can stand here only once.</summary>
internal sealed class MappingNode(Origin origin) : ConfigNode(origin)
{
    public List<ConfigEntry> Entries { get; } = [];

    public ConfigEntry? Find(string key) => Entries.Find(entry => entry.Key == key);

    /// <summary>Replaces the value of a key or adds it at the end.</summary>
    public void Set(string key, ConfigNode value)
    {
        var index = Entries.FindIndex(entry => entry.Key == key);
        var entry = new ConfigEntry(key, value.Origin, value);
        if (index < 0)
            Entries.Add(entry);
        else
            Entries[index] = entry;
    }
}

/// <summary>One key of a mapping.</summary>
internal sealed record ConfigEntry(string Key, Origin KeyOrigin, ConfigNode Value);
