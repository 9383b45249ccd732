using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Validation;

namespace LlmSentinel.Sentinel.Schema;

/// <summary>Every key of the schema, in its order; keys of the user's own choice stand as <c>{name}</c>.</summary>
internal static class KeyList
{
    /// <summary>Of the option classes.</summary>
    public static IEnumerable<(string Key, SchemaNode Schema)> All() => Of(SchemaReader.Read(System.Text.Encoding.UTF8.GetBytes(SchemaGenerator.Generate())));

    /// <summary>Of a schema.</summary>
    public static IEnumerable<(string Key, SchemaNode Schema)> Of(SchemaNode root) => Below(root, "");

    /// <summary>What is allowed, in words.</summary>
    public static string Allowed(SchemaNode schema) => schema.Kind switch
    {
        SchemaKind.Group => "a group of keys",
        SchemaKind.Map => schema.KeyMeaning.Length > 0 ? $"keys: {schema.KeyMeaning}" : "keys of your own",
        SchemaKind.List => schema.Item!.Format is null ? "a list" : $"a list; each {ScalarReader.Allowed(schema.Item!)}",
        _ when ScalarReader.Range(schema) is { } range => range,
        _ => ScalarReader.Allowed(schema),
    };

    private static IEnumerable<(string, SchemaNode)> Below(SchemaNode schema, string path)
    {
        foreach (var (name, property) in schema.Properties)
        {
            var key = path.Length == 0 ? name : $"{path}.{name}";
            yield return (key, property);
            var (below, belowKey) = property.Kind == SchemaKind.Map ? (property.Item!, $"{key}.{{name}}") : (property, key);
            foreach (var child in Below(below, belowKey))
                yield return child;
        }
    }
}
