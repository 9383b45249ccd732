using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Configuration.Values;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Sentinel.Schema;

/// <summary>
/// Writes the JSON schema of the configuration file from the option classes, by reflection. The loader, which runs where there is
/// none, reads the file this makes. What JSON schema has no word for stands in <c>x-</c> keywords.
/// </summary>
internal static class SchemaGenerator
{
    private const string Substitution = @"\$\{";
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The whole schema, indented, with a newline at the end.</summary>
    public static string Generate()
    {
        var root = Group(typeof(SentinelOptions), "Configuration of LlmSentinel.");
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", "LlmSentinel");
        return root.ToJsonString(Json) + "\n";
    }

    private static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static JsonObject Group(Type type, string description)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var instance = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(instance);
            properties.Add(name, Property(property, value));
            if (property.IsDefined(typeof(RequiredAttribute)) && value is null or "")
                required.Add(name);
        }
        var group = new JsonObject
        {
            ["description"] = description,
            ["x-kind"] = "group",
            ["type"] = Types("object"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (required.Count > 0)
            group.Add("required", required);
        return group;
    }

    private static JsonObject Property(PropertyInfo property, object? value)
    {
        var description = property.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no description.");
        var node = Value(property, property.PropertyType, description);
        var nullable = Nullability.Create(property).WriteState == NullabilityState.Nullable;
        if (nullable || value is not null)
            SetDefault(node, value);
        if (property.IsDefined(typeof(SecretAttribute)))
            node.Add("x-secret", true);
        if (property.IsDefined(typeof(NeedsRestartAttribute)))
            node.Add("x-restart", true);
        return node;
    }

    private static JsonObject Value(PropertyInfo property, Type type, string description)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return Map(property, type.GetGenericArguments()[1], description);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            return new JsonObject
            {
                ["description"] = description, ["x-kind"] = "list", ["type"] = Types("array"),
                ["items"] = Value(property, type.GetGenericArguments()[0], description),
            };
        }
        if (type == typeof(string))
            return Text(property, description);
        if (type.IsEnum)
            return Choice(description, [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)]);
        if (type == typeof(bool))
            return Scalar(description, "boolean", $"^(true|false)$|{Substitution}", "boolean", "string");
        if (type == typeof(TimeSpan))
            return Duration(property, description);
        if (property.IsDefined(typeof(ByteSizeAttribute)))
            return Ranged(property, Scalar(description, "bytes", $"{ByteSizeText.Pattern}|{Substitution}", "integer", "string"));
        if (type == typeof(int) || type == typeof(long))
            return Ranged(property, Scalar(description, "integer", $"^-?[0-9]+$|{Substitution}", "integer", "string"));
        if (type == typeof(decimal) || type == typeof(double))
            return Ranged(property, Scalar(description, "number", $@"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$|{Substitution}", "number", "string"));
        return Group(type, description);
    }

    private static JsonObject Map(PropertyInfo property, Type item, string description)
    {
        var map = new JsonObject { ["description"] = description, ["x-kind"] = "map", ["type"] = Types("object") };
        if (property.GetCustomAttribute<KeyPatternAttribute>() is { } keys)
        {
            map.Add("propertyNames", new JsonObject { ["pattern"] = keys.Pattern });
            map.Add("x-keys", keys.Meaning);
        }
        map.Add("additionalProperties", Value(property, item, description));
        return map;
    }

    private static JsonObject Text(PropertyInfo property, string description)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return Choice(description, [.. allowed.Values.OfType<string>()]);
        var text = new JsonObject { ["description"] = description, ["x-kind"] = "string", ["type"] = Types("string", "number", "boolean") };
        if (property.IsDefined(typeof(RequiredAttribute)))
            text.Add("minLength", 1);
        if (property.GetCustomAttribute<ValueFormatAttribute>() is { } format)
            text.Add("x-format", format.Name);
        return text;
    }

    private static JsonObject Choice(string description, List<string> words)
    {
        var values = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        // A version such as 1.1 is a number to YAML when nobody quotes it.
        foreach (var word in words)
        {
            if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                values.Add(number);
        }
        values.Add(null);
        return new JsonObject
        {
            ["description"] = description, ["x-kind"] = "choice",
            ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = values }, new JsonObject { ["type"] = "string", ["pattern"] = Substitution }),
        };
    }

    private static JsonObject Duration(PropertyInfo property, string description)
    {
        // 0 is the one duration that needs no unit.
        var duration = Scalar(description, "duration", $"{DurationText.Pattern}|{Substitution}", "string", "integer");
        duration.Add("minimum", 0);
        duration.Add("maximum", 0);
        if (property.GetCustomAttribute<DurationRangeAttribute>() is { } range)
        {
            duration.Add("x-minimum", range.Minimum);
            duration.Add("x-maximum", range.Maximum);
            if (range.OrZero)
                duration.Add("x-orZero", true);
        }
        return duration;
    }

    private static JsonObject Ranged(PropertyInfo property, JsonObject number)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            number.Add("minimum", Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture));
            number.Add("maximum", Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture));
        }
        return number;
    }

    private static JsonObject Scalar(string description, string kind, string pattern, params string[] types) =>
        new() { ["description"] = description, ["x-kind"] = kind, ["type"] = Types(types), ["pattern"] = pattern };

    /// <summary>A key without a value stands for its default, so null is allowed everywhere.</summary>
    private static JsonArray Types(params string[] types) => new([.. types.Append("null").Select(type => (JsonNode)type)]);

    private static void SetDefault(JsonObject node, object? value)
    {
        var bytes = (string?)node["x-kind"] == "bytes";
        JsonNode? text = value switch
        {
            null => null,
            string s => s,
            bool b => b,
            TimeSpan t => DurationText.Format(t),
            Enum e => JsonNamingPolicy.CamelCase.ConvertName(e.ToString()),
            int i => bytes ? ByteSizeText.Format(i) : i,
            long l => bytes ? ByteSizeText.Format(l) : l,
            decimal d => d,
            double d => d,
            List<string> list => new JsonArray([.. list.Select(item => (JsonNode)item)]),
            System.Collections.IDictionary => new JsonObject(),
            _ => Undefined,
        };
        if (!ReferenceEquals(text, Undefined))
            node.Add("default", text);
    }

    /// <summary>A group that is always there: its default is its keys' defaults.</summary>
    private static JsonNode Undefined { get; } = new JsonObject();
}
