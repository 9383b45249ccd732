using System.Buffers;
using System.Text.Json;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Binding;

/// <summary>A valid settings tree to option classes.</summary>
internal static class OptionsBinder
{
    public static SentinelOptions Bind(Setting root)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            Write(writer, root);
        return JsonSerializer.Deserialize(json.WrittenSpan, ConfigJsonContext.Default.SentinelOptions)
            ?? throw new InvalidOperationException("The settings tree is empty.");
    }

    private static void Write(Utf8JsonWriter writer, Setting setting)
    {
        switch (setting.Schema.Kind)
        {
            case SchemaKind.Group or SchemaKind.Map when !setting.Absent:
                writer.WriteStartObject();
                foreach (var (name, child) in setting.Children)
                {
                    writer.WritePropertyName(name);
                    Write(writer, child);
                }
                writer.WriteEndObject();
                break;
            case SchemaKind.List:
                writer.WriteStartArray();
                foreach (var (_, item) in setting.Children)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case SchemaKind.Boolean or SchemaKind.Integer or SchemaKind.Number or SchemaKind.Bytes when setting.Text is not null:
                writer.WriteRawValue(setting.Text);
                break;
            case var _ when setting.Text is null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(setting.Text);
                break;
        }
    }
}
