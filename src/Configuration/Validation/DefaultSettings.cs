using System.Globalization;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Validation;

/// <summary>Settings nobody gave.</summary>
internal static class DefaultSettings
{
    /// <summary>The default of a key, with all below it.</summary>
    /// <param name="given">Where the key is written without a value; null when it is not.</param>
    public static Setting Make(SchemaNode schema, string key, Origin? given)
    {
        // An empty variable chose the default, so it is the source; a key left empty in the file did not.
        var origin = given is { IsVariable: true } ? given : Origin.Default;
        return schema.Kind switch
        {
            SchemaKind.Group when schema.Nullable => Leaf(schema, key, origin, null, absent: true),
            SchemaKind.Group => Parent(schema, key, origin, schema.Properties.Select(property =>
                KeyValuePair.Create(property.Key, Make(property.Value, KeyPath.Child(key, property.Key), null)))),
            SchemaKind.List => Parent(schema, key, origin, schema.DefaultItems.Select((item, index) =>
                KeyValuePair.Create(KeyPath.Index(key, index), Leaf(schema.Item!, KeyPath.Index(key, index), origin, item)))),
            _ => Leaf(schema, key, origin, schema.Default),
        };
    }

    private static Setting Parent(SchemaNode schema, string key, Origin origin, IEnumerable<KeyValuePair<string, Setting>> children) =>
        new() { Schema = schema, Key = key, KeyOrigin = origin, Origin = origin, Children = [.. children] };

    private static Setting Leaf(SchemaNode schema, string key, Origin origin, string? text, bool absent = false)
    {
        var canonical = schema.Kind == SchemaKind.Bytes && text is not null && ByteSizeText.TryParse(text, out var bytes)
            ? bytes.ToString(CultureInfo.InvariantCulture) : text;
        return new Setting { Schema = schema, Key = key, KeyOrigin = origin, Origin = origin, Text = canonical, Shown = text, Absent = absent };
    }
}
