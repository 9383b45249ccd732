using System.Text;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

/// <summary>
/// Reads a protobuf message without its schema: a length-delimited field is a message where it parses as one, and text where it
/// does not. Good enough to see which names and values a push carries.
/// </summary>
internal static class ProtobufStrings
{
    public static IReadOnlyList<string> All(ReadOnlySpan<byte> message)
    {
        var found = new List<string>();
        return TryRead(message, found) ? found : throw new InvalidDataException("Not a protobuf message.");
    }

    private static bool TryRead(ReadOnlySpan<byte> message, List<string> found)
    {
        while (!message.IsEmpty)
        {
            if (!TryVarint(ref message, out var key) || key >> 3 is 0 or > 1000)
                return false;
            switch (key & 7)
            {
                case 0 when TryVarint(ref message, out _):
                    break;
                case 1 when message.Length >= 8:
                    message = message[8..];
                    break;
                case 5 when message.Length >= 4:
                    message = message[4..];
                    break;
                case 2 when TryVarint(ref message, out var length) && length <= (ulong)message.Length:
                    Take(message[..(int)length], found);
                    message = message[(int)length..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static void Take(ReadOnlySpan<byte> field, List<string> found)
    {
        var inner = new List<string>();
        var isText = field.IndexOfAnyInRange((byte)0, (byte)31) < 0;
        if (!isText && TryRead(field, inner))
            found.AddRange(inner);
        else
            found.Add(Encoding.UTF8.GetString(field));
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
