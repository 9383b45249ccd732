using System.Text.Json;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>An error as InfluxDB writes it: <c>{"error"}</c> (1.x), <c>{"code","message"}</c> (2.x), <c>{"error","data"}</c> (3).</summary>
/// <param name="IsInflux">False when the body is something else, of a gateway for example.</param>
/// <param name="Message">The words, on one line; the body's beginning when it is something else.</param>
/// <param name="Lines">Points it names (3 only).</param>
/// <param name="DataIsList">True when <c>data</c> is a list: the points that are not in it were written (3 only).</param>
internal sealed record ErrorBody(bool IsInflux, string Message, IReadOnlyList<RefusedLine> Lines, bool DataIsList)
{
    private const int LongestMessage = 400;

    /// <summary>Reads any body; never throws.</summary>
    public static ErrorBody Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root && (Text(root, "message") ?? Text(root, "error")) is { } message)
                return new ErrorBody(true, message, [.. ReadLines(root)], root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array);
        }
        catch (JsonException)
        {
            // Not JSON: told as it is.
        }

        return new ErrorBody(false, body, [], false);
    }

    /// <summary>A text for people: one line, of bearable length, without the points a server repeats in quotes.</summary>
    public static string Brief(string message)
    {
        var text = new string([.. message.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        for (var from = 0; (from = text.IndexOf("parse '", from, StringComparison.Ordinal)) >= 0;)
        {
            from += "parse '".Length;
            var end = text.IndexOf("': ", from, StringComparison.Ordinal);
            text = end < 0 ? text[..from] + "...'" : string.Concat(text.AsSpan(0, from), "...", text.AsSpan(end));
        }

        return text.Length <= LongestMessage ? text : text[..LongestMessage] + "...";
    }

    private static IEnumerable<RefusedLine> ReadLines(JsonElement root)
    {
        if (!root.TryGetProperty("data", out var data))
            return [];
        return data.ValueKind switch
        {
            JsonValueKind.Array => data.EnumerateArray().Where(d => d.ValueKind == JsonValueKind.Object).Select(ReadLine),
            JsonValueKind.Object => [ReadLine(data)],
            _ => [],
        };
    }

    private static RefusedLine ReadLine(JsonElement line) => new(
        line.TryGetProperty("line_number", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var n) ? n : null,
        Text(line, "original_line") ?? "",
        Text(line, "error_message") ?? "refused");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
