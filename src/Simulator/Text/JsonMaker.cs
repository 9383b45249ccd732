using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Text;

/// <summary>Makes JSON that is valid for a schema: types, enum, const, required and optional properties, bounds, formats, $ref and the like.</summary>
internal static class JsonMaker
{
    // Deeper than this a recursive schema gets its shortest value.
    private const int MaxDepth = 8;

    public static string FromSchema(JsonElement schema, ref SimRandom random)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, schema, schema, 0, ref random);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string AnyObject(ref SimRandom random)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("answer", Words(4, ref random));
            writer.WriteNumber("score", random.Next(100));
            writer.WriteBoolean("final", true);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Cuts the end off, so that it is not JSON any more.</summary>
    public static string Break(string json) => json.Length < 3 ? "{" : json[..Math.Max(1, json.Length * 2 / 3)].TrimEnd('}', ']');

    private static void Write(Utf8JsonWriter w, JsonElement root, JsonElement schema, int depth, ref SimRandom random)
    {
        schema = Resolve(root, schema);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            w.WriteStringValue(Words(2, ref random));
            return;
        }
        if (schema.TryGetProperty("const", out var constant)) { constant.WriteTo(w); return; }
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            values[random.Next(values.GetArrayLength())].WriteTo(w);
            return;
        }
        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(name, out var options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0)
            {
                Write(w, root, depth >= MaxDepth ? options[options.GetArrayLength() - 1] : options[0], depth + 1, ref random);
                return;
            }
        }
        switch (TypeOf(schema))
        {
            case "object": WriteObject(w, root, schema, depth, ref random); break;
            case "array": WriteArray(w, root, schema, depth, ref random); break;
            case "integer": w.WriteNumberValue((long)Number(schema, ref random)); break;
            case "number": w.WriteNumberValue((decimal)Math.Round(Number(schema, ref random) * 4) / 4); break;
            case "boolean": w.WriteBooleanValue(random.Next(2) == 0); break;
            case "null": w.WriteNullValue(); break;
            default: w.WriteStringValue(Text(schema, ref random)); break;
        }
    }

    private static void WriteObject(Utf8JsonWriter w, JsonElement root, JsonElement schema, int depth, ref SimRandom random)
    {
        w.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
            foreach (var property in properties.EnumerateObject())
            {
                if (depth >= MaxDepth && !IsRequired(required, property.Name)) continue;
                w.WritePropertyName(property.Name);
                Write(w, root, property.Value, depth + 1, ref random);
            }
        }
        w.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter w, JsonElement root, JsonElement schema, int depth, ref SimRandom random)
    {
        var min = Limit(schema, "minItems") ?? 0;
        var count = depth >= MaxDepth ? min : Math.Max(min, Math.Min(Limit(schema, "maxItems") ?? 2, 2));
        w.WriteStartArray();
        for (var i = 0; i < count && schema.TryGetProperty("items", out var items); i++) Write(w, root, items, depth + 1, ref random);
        w.WriteEndArray();
    }

    private static JsonElement Resolve(JsonElement root, JsonElement schema)
    {
        for (var hops = 0; hops < 16 && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); hops++)
        {
            var target = root;
            foreach (var step in (reference.GetString() ?? "#").Split('/').Skip(1))
                if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(step, out target)) return default;
            schema = target;
        }
        return schema;
    }

    // Gemini writes types in capitals and nullable types come as a list.
    private static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type)) return schema.TryGetProperty("properties", out _) ? "object" : "string";
        if (type.ValueKind == JsonValueKind.Array) type = type.GetArrayLength() > 0 ? type[0] : default;
        return type.ValueKind == JsonValueKind.String ? type.GetString()!.ToLowerInvariant() : "string";
    }

    private static double Number(JsonElement schema, ref SimRandom random)
    {
        var min = Bound(schema, "minimum") ?? (Bound(schema, "exclusiveMinimum") is { } low ? low + 1 : null);
        var max = Bound(schema, "maximum") ?? (Bound(schema, "exclusiveMaximum") is { } high ? high - 1 : null);
        var from = Math.Ceiling(min ?? Math.Min(1, max ?? 1));
        var to = Math.Floor(max ?? (from + 99));
        return to <= from ? min ?? max ?? from : from + random.Next((int)Math.Min(to - from + 1, int.MaxValue));
    }

    private static string Text(JsonElement schema, ref SimRandom random)
    {
        var format = schema.TryGetProperty("format", out var f) && f.ValueKind == JsonValueKind.String ? f.GetString() : null;
        var text = format switch
        {
            "date-time" => "2026-03-14T09:26:53Z",
            "date" => "2026-03-14",
            "time" => "09:26:53Z",
            "email" => "ada@example.org",
            "uri" or "url" => "https://example.org/a",
            "uuid" => "7d444840-9dc0-41d1-b245-5ffdce74fad2",
            "ipv4" => "192.0.2.7",
            _ => Words(2, ref random),
        };
        var min = Limit(schema, "minLength") ?? 0;
        while (text.Length < min) text += Words(3, ref random);
        return Limit(schema, "maxLength") is { } max && text.Length > max ? text[..max] : text;
    }

    private static string Words(int count, ref SimRandom random)
    {
        var pieces = new List<string>();
        Prose.Write(pieces, count + 1, ref random, []);
        return string.Concat(pieces).TrimEnd('.');
    }

    private static bool IsRequired(JsonElement required, string name) =>
        required.ValueKind == JsonValueKind.Array && required.EnumerateArray().Any(r => r.ValueKind == JsonValueKind.String && r.ValueEquals(name));

    private static int? Limit(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var n) ? n : null;

    private static double? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : null;
}
