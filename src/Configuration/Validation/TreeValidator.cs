using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Validation;

/// <summary>Checks a tree against the schema and fills in the defaults: one settings tree with every key there is.</summary>
internal sealed class TreeValidator(ErrorList errors)
{
    /// <summary>The settings of a whole file.</summary>
    public Setting Validate(SchemaNode schema, MappingNode root) => Validate(new Place(schema, "", root.Origin), root);

    private Setting Validate(Place place, ConfigNode? node)
    {
        if (node is null or ScalarNode { IsNull: true, Broken: false })
            return DefaultSettings.Make(place.Schema, place.Key, node?.Origin);
        return place.Schema.Kind switch
        {
            SchemaKind.Group => Group(place, node),
            SchemaKind.Map => Map(place, node),
            SchemaKind.List => List(place, node),
            _ => Scalar(place, node),
        };
    }

    private Setting Group(Place place, ConfigNode node)
    {
        var schema = place.Schema;
        if (node is not MappingNode mapping)
            return WrongShape(place, node, "a group of keys", Names(schema));
        foreach (var entry in mapping.Entries.Where(entry => schema.Find(entry.Key) is null))
            UnknownKey(schema, entry, place.Key);
        foreach (var (name, _) in schema.Properties.Where(pair => pair.Value.Required && !IsGiven(mapping, pair.Key)))
            errors.Add(place.KeyOrigin, KeyPath.Child(place.Key, name), "the key is missing");
        var children = new List<KeyValuePair<string, Setting>>();
        foreach (var (name, property) in schema.Properties)
        {
            var entry = mapping.Find(name);
            var child = new Place(property, KeyPath.Child(place.Key, name), entry?.KeyOrigin ?? Origin.Default);
            children.Add(KeyValuePair.Create(name, Validate(child, entry?.Value)));
        }
        return place.Make(mapping.Origin, children);
    }

    private Setting Map(Place place, ConfigNode node)
    {
        var schema = place.Schema;
        if (node is not MappingNode mapping)
            return WrongShape(place, node, "a group of keys", schema.KeyMeaning.Length > 0 ? $"keys of {schema.KeyMeaning}" : "keys of your own");
        var children = new List<KeyValuePair<string, Setting>>();
        foreach (var entry in mapping.Entries)
        {
            var item = new Place(schema.Item!, KeyPath.Child(place.Key, entry.Key), entry.KeyOrigin);
            var value = MapItem(item, entry.Value);
            if (entry.Key.Length == 0 || (schema.KeyPattern is { } pattern && !pattern.IsMatch(entry.Key)))
            {
                errors.Add(entry.KeyOrigin, item.Key, "not a name that can stand here", schema.KeyMeaning.Length > 0 ? schema.KeyMeaning : "a name");
                value = item.MakeInvalid(entry.Value.Origin);
            }
            children.Add(KeyValuePair.Create(entry.Key, value));
        }
        return place.Make(mapping.Origin, children);
    }

    private Setting MapItem(Place place, ConfigNode value)
    {
        if (value is not ScalarNode { IsNull: true, Broken: false })
            return Validate(place, value);
        // A name alone is an entry with all defaults, when defaults make one.
        if (place.Schema.Kind == SchemaKind.Group)
            return Group(place, new MappingNode(place.KeyOrigin));
        errors.Add(place.KeyOrigin, place.Key, "the key has no value");
        return place.MakeInvalid(place.KeyOrigin);
    }

    private Setting List(Place place, ConfigNode node)
    {
        if (node is not SequenceNode sequence)
            return WrongShape(place, node, "a list", "one item a line, each after '- ', or [a, b]");
        var children = new List<KeyValuePair<string, Setting>>();
        foreach (var item in sequence.Items)
        {
            var path = KeyPath.Index(place.Key, children.Count);
            if (item is ScalarNode { IsNull: true, Broken: false })
                errors.Add(item.Origin, path, "the item has no value");
            children.Add(KeyValuePair.Create(path, Validate(new Place(place.Schema.Item!, path, item.Origin), item)));
        }
        return place.Make(sequence.Origin, children);
    }

    private Setting Scalar(Place place, ConfigNode node)
    {
        var schema = place.Schema;
        if (node is not ScalarNode scalar)
            return WrongShape(place, node, "a single value", ScalarReader.Allowed(schema));
        if (scalar.Broken)
            return place.MakeInvalid(node.Origin);
        // A variable that is empty stands for the default, as a key without a value does; for text it is empty text.
        if (scalar is { Substituted: true, Text: "" } && schema.Kind is not SchemaKind.String)
            return DefaultSettings.Make(schema, place.Key, node.Origin);
        var (text, problem, allowed) = ScalarReader.Read(schema, scalar);
        if (problem is not null)
        {
            errors.Add(node.Origin, place.Key, problem, allowed);
            return place.MakeInvalid(node.Origin);
        }
        return place.Make(node.Origin, text, scalar.Substituted ? scalar.Written : scalar.Text);
    }

    private Setting WrongShape(Place place, ConfigNode node, string expected, string allowed)
    {
        var found = node switch { MappingNode => "a group of keys", SequenceNode => "a list", _ => "a single value" };
        if (node is not ScalarNode { Broken: true })
            errors.Add(node.Origin, place.Key, $"must be {expected}, not {found}", allowed);
        return place.MakeInvalid(node.Origin);
    }

    private void UnknownKey(SchemaNode schema, ConfigEntry entry, string parent)
    {
        var guess = Suggestion.For(entry.Key, schema.Properties.Select(property => property.Key));
        errors.Add(entry.KeyOrigin, KeyPath.Child(parent, entry.Key), guess is null ? "unknown key" : $"unknown key; did you mean '{guess}'?", Names(schema));
    }

    private static bool IsGiven(MappingNode mapping, string key) => mapping.Find(key) is { Value: not ScalarNode { IsNull: true, Broken: false } };

    private static string Names(SchemaNode schema) => string.Join(", ", schema.Properties.Select(property => property.Key));

    /// <summary>An option and where it is written.</summary>
    private readonly record struct Place(SchemaNode Schema, string Key, Origin KeyOrigin)
    {
        public Setting Make(Origin origin, IReadOnlyList<KeyValuePair<string, Setting>> children) =>
            new() { Schema = Schema, Key = Key, KeyOrigin = KeyOrigin, Origin = origin, Children = children };

        public Setting Make(Origin origin, string? text, string shown) =>
            new() { Schema = Schema, Key = Key, KeyOrigin = KeyOrigin, Origin = origin, Text = text, Shown = shown };

        public Setting MakeInvalid(Origin origin) =>
            new() { Schema = Schema, Key = Key, KeyOrigin = KeyOrigin, Origin = origin, Invalid = true };
    }
}
