using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LlmSentinel.Sentinel.Exporting.Formats.JsonLines;

/// <summary>Reads a line after the other; what is between them, blank lines, is passed over.</summary>
internal sealed partial class JsonLinesReader(Stream source) : IExchangeReader
{
    public async IAsyncEnumerable<ReadRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(source, Encoding.UTF8, leaveOpen: true);
        for (long line = 1; await text.ReadLineAsync(cancellationToken) is { } json; line++)
        {
            if (!string.IsNullOrWhiteSpace(json))
                yield return Read(json, line);
        }
    }

    private static ReadRow Read(string json, long line)
    {
        try
        {
            var view = JsonSerializer.Deserialize(json, JsonLinesContext.Default.ExchangeView) ?? throw new FormatException("null is no exchange");
            return new ReadRow(line, JsonExchange.From(view), null);
        }
        catch (JsonException e)
        {
            return new ReadRow(line, null, Describe(e));
        }
        catch (FormatException e)
        {
            return new ReadRow(line, null, e.Message);
        }
    }

    // The first sentence says what is wrong; names of types and the position within the line say nothing to who reads it.
    private static string Describe(JsonException e)
    {
        var message = TypeName().Replace(e.Message, "an exchange");
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]) + (e.Path is { Length: > 2 } path ? $" ({path[2..]})" : "");
    }

    [GeneratedRegex(@"(type )?'?LlmSentinel\.[\w.]+'?")]
    private static partial Regex TypeName();
}
