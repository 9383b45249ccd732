using System.Text.Json;
using System.Text.Json.Serialization;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Binding;

/// <summary>Durations in the words of the file.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DurationText.TryParse(reader.GetString()!, out var value) ? value : throw new JsonException("Not a duration.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Format(value));
}
