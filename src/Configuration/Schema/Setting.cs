using LlmSentinel.Configuration.Tree;

namespace LlmSentinel.Configuration.Schema;

/// <summary>One value of the configuration in effect: given or default, checked against the schema.</summary>
internal sealed class Setting
{
    public required SchemaNode Schema { get; init; }

    /// <summary>Path of the key.</summary>
    public required string Key { get; init; }

    /// <summary>Where the value comes from.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Where its key stands; the same as <see cref="Origin"/> for the item of a list and for a default.</summary>
    public required Origin KeyOrigin { get; init; }

    /// <summary>
    /// A scalar in canonical form: durations and enums as the file writes them, sizes in bytes, numbers and booleans as JSON writes
    /// them. Null: no value.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>What may be shown of it when it is not a secret: variables keep their names.</summary>
    public string? Shown { get; init; }

    /// <summary>Keys of a group or map, items of a list.</summary>
    public IReadOnlyList<KeyValuePair<string, Setting>> Children { get; init; } = [];

    /// <summary>A group that is absent.</summary>
    public bool Absent { get; init; }

    /// <summary>An error about it is already reported; checks that need it leave it alone.</summary>
    public bool Invalid { get; init; }

    public Setting? Find(string name)
    {
        foreach (var (key, child) in Children)
        {
            if (key == name)
                return child;
        }
        return null;
    }

    /// <summary>A setting below by keys that are there in every valid schema.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public Setting At(params ReadOnlySpan<string> path)
    {
        var setting = this;
        foreach (var name in path)
            setting = setting.Find(name) ?? throw new KeyNotFoundException($"{setting.Key} has no key '{name}'.");
        return setting;
    }
}
