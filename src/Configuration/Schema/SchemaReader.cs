using System.Text.Json;
using System.Text.RegularExpressions;
using LlmSentinel.Configuration.Values;

namespace LlmSentinel.Configuration.Schema;

/// <summary>Reads sentinel.schema.json, as far as the generator writes it.</summary>
internal static class SchemaReader
{
    /// <summary>The schema this build was made with; the file next to the shipped configuration.</summary>
    public static SchemaNode Root { get; } = ReadEmbedded();

    public static SchemaNode Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement, inheritedRestart: false, inheritedSecret: false, required: false);
    }

    private static SchemaNode ReadEmbedded()
    {
        using var stream = typeof(SchemaReader).Assembly.GetManifestResourceStream("sentinel.schema.json")
            ?? throw new InvalidOperationException("The assembly carries no sentinel.schema.json.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static SchemaNode Read(JsonElement json, bool inheritedRestart, bool inheritedSecret, bool required)
    {
        var kind = Enum.Parse<SchemaKind>(Text(json, "x-kind") ?? "group", ignoreCase: true);
        var restart = inheritedRestart || Flag(json, "x-restart");
        var secret = inheritedSecret || Flag(json, "x-secret");
        var keyPattern = json.TryGetProperty("propertyNames", out var names) ? Text(names, "pattern") : null;
        return new SchemaNode
        {
            Kind = kind,
            Description = Text(json, "description") ?? "",
            Properties = ReadProperties(json, restart, secret),
            Item = ReadItem(json, kind, restart, secret),
            KeyPattern = keyPattern is null ? null : new Regex(keyPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
            KeyMeaning = Text(json, "x-keys") ?? "",
            Choices = kind == SchemaKind.Choice ? [.. json.GetProperty("anyOf")[0].GetProperty("enum").EnumerateArray()
                .Where(choice => choice.ValueKind == JsonValueKind.String).Select(choice => choice.GetString()!)] : [],
            Minimum = Bound(json, "minimum"),
            Maximum = Bound(json, "maximum"),
            OrZero = Flag(json, "x-orZero"),
            Format = Text(json, "x-format"),
            NotEmpty = json.TryGetProperty("minLength", out _),
            Required = required,
            Secret = secret,
            NeedsRestart = restart,
            Nullable = json.TryGetProperty("default", out var @default) && @default.ValueKind == JsonValueKind.Null,
            Default = @default.ValueKind is JsonValueKind.String ? @default.GetString()
                : @default.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? @default.GetRawText() : null,
            DefaultItems = kind == SchemaKind.List && @default.ValueKind == JsonValueKind.Array
                ? [.. @default.EnumerateArray().Select(item => item.GetString()!)] : [],
        };
    }

    private static List<KeyValuePair<string, SchemaNode>> ReadProperties(JsonElement json, bool restart, bool secret)
    {
        if (!json.TryGetProperty("properties", out var properties))
            return [];
        HashSet<string> required = json.TryGetProperty("required", out var list) ? [.. list.EnumerateArray().Select(name => name.GetString()!)] : [];
        return [.. properties.EnumerateObject().Select(property =>
            KeyValuePair.Create(property.Name, Read(property.Value, restart, secret, required.Contains(property.Name))))];
    }

    private static SchemaNode? ReadItem(JsonElement json, SchemaKind kind, bool restart, bool secret) => kind switch
    {
        SchemaKind.Map => Read(json.GetProperty("additionalProperties"), restart, secret, required: false),
        SchemaKind.List => Read(json.GetProperty("items"), restart, secret, required: false),
        _ => null,
    };

    private static decimal? Bound(JsonElement json, string name)
    {
        if (Text(json, "x-" + name) is { } duration && DurationText.TryParse(duration, out var span))
            return span.Ticks / TimeSpan.TicksPerMillisecond;
        return json.TryGetProperty(name, out var number) ? number.GetDecimal() : null;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();
}
