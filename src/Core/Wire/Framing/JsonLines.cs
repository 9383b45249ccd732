using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>Tells JSON lines from one JSON value where the content type does not.</summary>
internal static class JsonLines
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>True when something follows the first value.</summary>
    public static bool HasSeveral(in ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Deep);
            if (!reader.Read())
                return false;
            reader.Skip();
            foreach (var part in body.Slice(reader.BytesConsumed))
            {
                if (part.Span.ContainsAnyExcept(" \t\r\n"u8))
                    return true;
            }
        }
        catch (JsonException)
        {
            // Cut or damaged within the first value.
        }

        return false;
    }
}
