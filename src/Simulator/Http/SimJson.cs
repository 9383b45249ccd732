using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmSentinel.Simulator.Http;

/// <summary>Lenient access to request JSON: a property of another kind counts as absent.</summary>
internal static class SimJson
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static int? Whole(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static bool? Flag(this JsonElement element, string name) => element.Property(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;

    /// <summary>Copies a property of the request into the answer, or writes null.</summary>
    public static void Echo(this Utf8JsonWriter w, string name, JsonElement root)
    {
        w.WritePropertyName(name);
        if (root.Property(name) is { } value) value.WriteTo(w);
        else w.WriteNullValue();
    }
}
