using System.Text.Json;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>Tells whether the data of an event that lacks its end is nevertheless whole.</summary>
internal static class CompleteJson
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>True for one whole JSON object or array, and for OpenAI's <c>[DONE]</c>.</summary>
    public static bool Is(ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.SequenceEqual("[DONE]"u8))
            return true;
        if (data.IsEmpty || (data[0] != (byte)'{' && data[0] != (byte)'['))
            return false;

        try
        {
            var reader = new Utf8JsonReader(data, Deep);
            while (reader.Read())
            {
            }

            return reader.BytesConsumed == data.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
