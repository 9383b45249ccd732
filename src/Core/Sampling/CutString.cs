using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>The inside of a JSON string that breaks off.</summary>
internal static class CutString
{
    // A surrogate pair written as two escapes.
    private const int LongestPiece = 12;

    /// <summary>As much of it as is whole; null when nothing is.</summary>
    public static string? Read(ReadOnlySpan<byte> escapedUtf8)
    {
        var quoted = new byte[escapedUtf8.Length + 2];
        quoted[0] = (byte)'"';
        escapedUtf8.CopyTo(quoted.AsSpan(1));
        for (var dropped = 0; dropped <= LongestPiece && dropped < escapedUtf8.Length; dropped++)
        {
            var length = escapedUtf8.Length - dropped;
            quoted[length + 1] = (byte)'"';
            if (TryRead(quoted.AsSpan(0, length + 2), out var text))
                return text;
        }

        return null;
    }

    private static bool TryRead(ReadOnlySpan<byte> json, out string? text)
    {
        text = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.BytesConsumed < json.Length)
                return false;
            text = reader.GetString();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
