using System.Globalization;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Tree;

/// <summary>
/// Lays <c>SENTINEL__A__B=value</c> over the tree of the file. Names are found whatever their case and with or without <c>_</c> and
/// <c>-</c>; a new key of a map is lower-cased with <c>-</c> for <c>_</c>. A list takes an index (<c>__0</c>) or a comma list.
/// Values are taken as they are, without filling variables in.
/// </summary>
internal sealed class EnvironmentOverrides(ErrorList errors)
{
    public const string Prefix = "SENTINEL__";

    private readonly Dictionary<string, string> _variableByKey = new(StringComparer.Ordinal);

    public void Apply(MappingNode root, SchemaNode schema, IReadOnlyDictionary<string, string> environment)
    {
        var overrides = environment.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (variable, value) in overrides)
            Apply(root, schema, variable, value);
    }

    private void Apply(MappingNode root, SchemaNode schema, string variable, string value)
    {
        var origin = Origin.Variable(variable);
        ConfigNode node = root;
        var key = "";
        var segments = variable[Prefix.Length..].Split("__");
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (schema.Kind == SchemaKind.List && node is SequenceNode list)
            {
                SetItem(list, segments[i], last, key, value, origin);
                return;
            }
            if (node is not MappingNode mapping)
                return; // The file has something else there, which is reported where it stands.
            if (Step(mapping, schema, segments[i], key, origin) is not var (name, next))
                return;
            (schema, key) = (next, KeyPath.Child(key, name));
            if (last)
                Set(mapping, name, schema, key, value, origin);
            else if (Descend(mapping, name, schema, key, origin) is { } below)
                node = below;
            else
                return;
        }
    }

    private (string Name, SchemaNode Schema)? Step(MappingNode mapping, SchemaNode schema, string segment, string key, Origin origin)
    {
        var plain = Suggestion.Plain(segment);
        if (schema.Kind == SchemaKind.Map)
        {
            var existing = mapping.Entries.Find(entry => string.Equals(entry.Key, segment, StringComparison.Ordinal))
                ?? mapping.Entries.Find(entry => Suggestion.Plain(entry.Key) == plain);
            return (existing?.Key ?? segment.ToLowerInvariant().Replace('_', '-'), schema.Item!);
        }
        foreach (var (name, property) in schema.Properties)
        {
            if (Suggestion.Plain(name) == plain)
                return (name, property);
        }
        var names = schema.Properties.Select(property => property.Key).ToList();
        var guess = Suggestion.For(segment, names);
        errors.Add(origin, KeyPath.Child(key, segment), guess is null ? "unknown key" : $"unknown key; did you mean '{guess}'?", string.Join(", ", names));
        return null;
    }

    /// <summary>The node the next segment looks in; made when the file has none there.</summary>
    private ConfigNode? Descend(MappingNode mapping, string name, SchemaNode schema, string key, Origin origin)
    {
        if (schema.Kind is not (SchemaKind.Group or SchemaKind.Map or SchemaKind.List))
        {
            errors.Add(origin, key, "the key holds a single value and has no keys below it", ScalarReader.Allowed(schema));
            return null;
        }
        if (mapping.Find(name)?.Value is { } existing and not ScalarNode { IsNull: true })
            return existing;
        ConfigNode made = schema.Kind == SchemaKind.List ? DefaultList(schema) : new MappingNode(origin);
        mapping.Set(name, made);
        return made;
    }

    private void Set(MappingNode mapping, string name, SchemaNode schema, string key, string value, Origin origin)
    {
        if (!Claim(key, origin))
            return;
        if (schema.Kind == SchemaKind.List)
        {
            var list = new SequenceNode(origin);
            list.Items.AddRange(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Scalar(item, origin)));
            mapping.Set(name, list);
        }
        else if (schema.Kind is SchemaKind.Group or SchemaKind.Map)
        {
            errors.Add(origin, key, "is a group of keys, not a single value", $"{origin.Source}__KEY=value");
        }
        else
        {
            mapping.Set(name, Scalar(value, origin));
        }
    }

    private void SetItem(SequenceNode list, string segment, bool last, string key, string value, Origin origin)
    {
        if (!last || !int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Items.Count)
        {
            errors.Add(origin, KeyPath.Child(key, segment), "not an item of the list", string.Create(CultureInfo.InvariantCulture, $"0 to {list.Items.Count}, the next free one"));
            return;
        }
        if (!Claim(KeyPath.Index(key, index), origin))
            return;
        if (index == list.Items.Count)
            list.Items.Add(Scalar(value, origin));
        else
            list.Items[index] = Scalar(value, origin);
    }

    /// <summary>False when another variable already set the key: which one wins would hang on the order of the environment.</summary>
    private bool Claim(string key, Origin origin)
    {
        if (_variableByKey.TryAdd(key, origin.Source))
            return true;
        errors.Add(origin, key, $"is already set by the environment variable {_variableByKey[key]}");
        return false;
    }

    private static SequenceNode DefaultList(SchemaNode schema)
    {
        var list = new SequenceNode(Origin.Default);
        list.Items.AddRange(schema.DefaultItems.Select(item => new ScalarNode(Origin.Default, item, item, plain: false)));
        return list;
    }

    /// <summary>An empty variable is like a key whose value is an empty variable: empty text, or the default where text makes no sense.</summary>
    private static ScalarNode Scalar(string value, Origin origin) => new(origin, value, value, plain: false) { Substituted = value.Length == 0 };
}
