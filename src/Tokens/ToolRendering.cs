using System.Text;
using System.Text.Json;

namespace LlmSentinel.Tokens;

/// <summary>
/// Tool definitions of any dialect as a model is shown them: TypeScript-like function types in a namespace. Everything but
/// names, descriptions, types and choices is left out, as providers do.
/// </summary>
internal static class ToolRendering
{
    /// <summary>The rendering; empty when there is no tool.</summary>
    internal static string Render(JsonElement tools)
    {
        var text = new StringBuilder();
        AppendTools(text, tools);
        return text.Length == 0 ? "" : $"namespace functions {{\n\n{text}}} // namespace functions";
    }

    private static void AppendTools(StringBuilder text, JsonElement tools)
    {
        if (tools.ValueKind == JsonValueKind.Object)
        {
            AppendTool(text, tools);
            return;
        }

        if (tools.ValueKind != JsonValueKind.Array) return;
        foreach (var tool in tools.EnumerateArray())
        {
            if (tool.ValueKind == JsonValueKind.Object) AppendTool(text, tool);
        }
    }

    private static void AppendTool(StringBuilder text, JsonElement tool)
    {
        // Chat wraps in "function", Gemini in "functionDeclarations", Bedrock in "tools" and "toolSpec".
        foreach (var wrapper in (ReadOnlySpan<string>)["functionDeclarations", "function_declarations", "tools", "function", "toolSpec"])
        {
            if (!tool.TryGetProperty(wrapper, out var inner) || inner.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) continue;
            AppendTools(text, inner);
            return;
        }

        if (Text(tool, "name") is not { } name) return;
        if (Text(tool, "description") is { } description) text.Append("// ").Append(description).Append('\n');
        text.Append("type ").Append(name).Append(" = (");
        if (Schema(tool) is { } schema)
        {
            text.Append("_: ");
            AppendObject(text, schema, 0);
        }

        text.Append(") => any;\n\n");
    }

    private static JsonElement? Schema(JsonElement tool)
    {
        foreach (var name in (ReadOnlySpan<string>)["parameters", "input_schema", "inputSchema", "parametersJsonSchema"])
        {
            if (!tool.TryGetProperty(name, out var schema) || schema.ValueKind != JsonValueKind.Object) continue;
            if (schema.TryGetProperty("json", out var json) && json.ValueKind == JsonValueKind.Object) schema = json;
            if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                && properties.EnumerateObject().MoveNext())
            {
                return schema;
            }
        }

        return null;
    }

    private static void AppendObject(StringBuilder text, JsonElement schema, int depth)
    {
        text.Append("{\n");
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Object) continue;
                if (Text(property.Value, "description") is { } description) text.Append("// ").Append(description).Append('\n');
                text.Append(property.Name).Append(IsRequired(schema, property.Name) ? ": " : "?: ");
                AppendType(text, property.Value, depth + 1);
                text.Append(",\n");
            }
        }

        text.Append('}');
    }

    private static void AppendType(StringBuilder text, JsonElement schema, int depth)
    {
        const int maxDepth = 16;
        if (schema.ValueKind != JsonValueKind.Object || depth > maxDepth)
        {
            text.Append("any");
            return;
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            text.AppendJoin(" | ", choices.EnumerateArray().Select(static choice => choice.GetRawText()));
            return;
        }

        switch (Text(schema, "type")?.ToUpperInvariant())
        {
            case "STRING": text.Append("string"); break;
            case "INTEGER" or "NUMBER": text.Append("number"); break;
            case "BOOLEAN": text.Append("boolean"); break;
            case "NULL": text.Append("null"); break;
            case "OBJECT": AppendObject(text, schema, depth); break;
            case "ARRAY":
                AppendType(text, schema.TryGetProperty("items", out var items) ? items : default, depth + 1);
                text.Append("[]");
                break;
            default: text.Append("any"); break;
        }
    }

    private static bool IsRequired(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
        && required.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.String && entry.ValueEquals(name));

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
