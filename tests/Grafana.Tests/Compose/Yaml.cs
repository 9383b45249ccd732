using System.Text.Json.Nodes;
using LlmSentinel.Testing;
using YamlDotNet.Serialization;

namespace LlmSentinel.Grafana.Tests.Compose;

/// <summary>YAML files of the repository as JSON; every scalar is a string.</summary>
internal static class Yaml
{
    public static JsonNode Read(string path) => Node(new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(RepositoryRoot.Combine(path))))!;

    private static JsonNode? Node(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, Node(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Node)]),
        null => null,
        _ => JsonValue.Create(value.ToString()),
    };
}
