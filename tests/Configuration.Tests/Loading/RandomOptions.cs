using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LlmSentinel.Configuration.Schema;

namespace LlmSentinel.Configuration.Tests.Loading;

/// <summary>
/// Makes random valid configurations: the YAML a person might write, in any style, and the options it must become. Walks the schema, so
/// that a new option takes part by itself.
/// </summary>
internal sealed class RandomOptions(int seed)
{
    private readonly Random _random = new(seed);
    private int _port = 1024;

    /// <summary>YAML and the JSON of the options.</summary>
    public (string Yaml, JsonObject Expected) Next()
    {
        var yaml = new StringBuilder();
        var expected = Group(SchemaReader.Root, "", yaml, 0);
        return (yaml.ToString(), expected);
    }

    private JsonObject Group(SchemaNode schema, string path, StringBuilder yaml, int depth)
    {
        var expected = new JsonObject();
        var indent = new string(' ', depth * 2);
        foreach (var (name, property) in Shuffle(schema.Properties))
        {
            var key = path + "/" + name;
            var text = new StringBuilder();
            var leaveOut = LeftOut(key, property) || (_random.Next(3) == 0 && !property.Required && key is not ("/upstreams" or "/upstreams/*/address" or "/proxy/listen" or "/proxy"));
            var value = leaveOut ? Default(property) : Value(property, key, text, depth);
            expected.Add(name, value);
            if (!leaveOut)
                yaml.Append(indent).Append(name).Append(':').Append(text);
            else if (_random.Next(6) == 0 && !property.Required)
                yaml.Append(indent).Append(name).Append(_random.Next(2) == 0 ? ": null\n" : ":\n");
        }
        return expected;
    }

    /// <summary>What would not fit together, or depends on the machine.</summary>
    private static bool LeftOut(string key, SchemaNode schema) =>
        key is "/proxy/tls" or "/proxy/defaultUpstream" or "/upstreams/*/destinations" or "/upstreams/*/resource" or "/pricing/files" or "/store/kind"
        || (key is "/proxy/listenHttp2" && schema.Kind == SchemaKind.List);

    private JsonNode? Value(SchemaNode schema, string key, StringBuilder yaml, int depth)
    {
        switch (schema.Kind)
        {
            case SchemaKind.Group:
                yaml.Append('\n');
                var before = yaml.Length;
                var group = Group(schema, key, yaml, depth + 1);
                if (yaml.Length == before)
                    yaml.Insert(before - 1, " {}");
                return group;
            case SchemaKind.Map:
                return Map(schema, key, yaml, depth);
            case SchemaKind.List:
                yaml.Append('\n');
                var items = new JsonArray();
                for (var i = 0; i <= _random.Next(3); i++)
                {
                    yaml.Append(' ', (depth * 2) + 2).Append('-');
                    items.Add(Value(schema.Item!, key, yaml, depth));
                }
                return items;
            default:
                var (written, value) = Scalar(schema, key);
                yaml.Append(' ').Append(Style(written)).Append(_random.Next(8) == 0 ? " # why\n" : "\n");
                return value;
        }
    }

    private JsonObject Map(SchemaNode schema, string key, StringBuilder yaml, int depth)
    {
        var map = new JsonObject();
        var count = key == "/upstreams" ? 1 + _random.Next(4) : _random.Next(3);
        yaml.Append(count == 0 ? " {}\n" : "\n");
        for (var i = 0; i < count; i++)
        {
            var separator = schema.KeyPattern?.IsMatch("a.b") == false ? '_' : '.';
            var name = string.Create(CultureInfo.InvariantCulture, $"name-{i}{separator}{_random.Next(100)}");
            yaml.Append(' ', (depth * 2) + 2).Append(name).Append(':');
            map.Add(name, Value(schema.Item!, key + "/*", yaml, depth + 1));
        }
        return map;
    }

    private (string Written, JsonNode Value) Scalar(SchemaNode schema, string key)
    {
        switch (schema.Kind)
        {
            case SchemaKind.Boolean:
                var flag = _random.Next(2) == 0;
                return (flag ? "true" : "False", flag);
            case SchemaKind.Choice:
                // An azure upstream takes a resource, too; with an address any preset will do.
                var choice = schema.Choices[_random.Next(schema.Choices.Count)];
                return (choice, choice);
            case SchemaKind.Integer:
                var number = _random.NextInt64((long)schema.Minimum!, (long)schema.Maximum! + 1);
                return (number.ToString(CultureInfo.InvariantCulture), number);
            case SchemaKind.Number:
                var amount = Math.Round((decimal)_random.NextDouble() * schema.Maximum!.Value, _random.Next(9));
                return (amount.ToString(CultureInfo.InvariantCulture), amount);
            case SchemaKind.Bytes:
                var kib = _random.NextInt64((long)schema.Minimum! / 1024, ((long)schema.Maximum! / 1024) + 1);
                return (_random.Next(2) == 0 ? $"{kib}KiB" : (kib * 1024).ToString(CultureInfo.InvariantCulture), kib * 1024);
            case SchemaKind.Duration:
                return Duration(schema);
            default:
                var text = Text(schema, key);
                return (text, text);
        }
    }

    private (string, JsonNode) Duration(SchemaNode schema)
    {
        if (schema.OrZero && _random.Next(4) == 0)
            return ("0", "00:00:00");
        var milliseconds = _random.NextInt64((long)schema.Minimum!, (long)schema.Maximum! + 1);
        var span = TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond);
        var written = _random.Next(2) == 0 || milliseconds == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000}m{milliseconds % 60_000 / 1000m}s");
        return (written, span.ToString("c", CultureInfo.InvariantCulture));
    }

    private string Text(SchemaNode schema, string key)
    {
        var number = _random.Next(1000);
        return schema.Format switch
        {
            "listen-address" => string.Create(CultureInfo.InvariantCulture, $"{(key.Contains("admin", StringComparison.Ordinal) ? "127.0.0.1" : "0.0.0.0")}:{_port++}"),
            "base-url" => $"{(number % 2 == 0 ? "http" : "https")}://h{number}.test:81/base",
            "host" => $"host{number}:99",
            "header-name" => $"x-name-{number}",
            "header-value" => $"key: {number} ~ # \" ' \\ end",
            "url-path" => $"/probe/{number}",
            "url-query" => $"?deep={number}",
            "azure-resource" => $"res-{number}",
            _ => $"text {number} é: # ' \" {{}}[] & * ! | > % @ ` 漢 end",
        };
    }

    /// <summary>Any way of writing a scalar that keeps it.</summary>
    private string Style(string text)
    {
        var plain = text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/') && text.Length > 0;
        return _random.Next(3) switch
        {
            0 when plain => text,
            1 => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        };
    }

    private static JsonNode? Default(SchemaNode schema) => schema.Kind switch
    {
        SchemaKind.Group when schema.Nullable => null,
        SchemaKind.Group => new JsonObject(schema.Properties.Select(pair => KeyValuePair.Create(pair.Key, Default(pair.Value)))),
        SchemaKind.Map => new JsonObject(),
        SchemaKind.List => new JsonArray([.. schema.DefaultItems.Select(item => (JsonNode)item)]),
        SchemaKind.String or SchemaKind.Choice => schema.Default,
        SchemaKind.Duration => ToSpan(schema.Default!).ToString("c", CultureInfo.InvariantCulture),
        SchemaKind.Bytes => LlmSentinel.Configuration.Values.ByteSizeText.TryParse(schema.Default!, out var bytes) ? bytes : null,
        _ => schema.Default is null ? null : JsonNode.Parse(schema.Default),
    };

    private static TimeSpan ToSpan(string text) => LlmSentinel.Configuration.Values.DurationText.TryParse(text, out var span) ? span : default;

    private List<KeyValuePair<string, SchemaNode>> Shuffle(IReadOnlyList<KeyValuePair<string, SchemaNode>> properties)
    {
        var shuffled = properties.ToArray();
        _random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
