using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LlmSentinel.Core.Tests.Wire.Framing;

/// <summary>Writes frames of <c>application/vnd.amazon.eventstream</c>.</summary>
internal static class EventStreamFrames
{
    public static byte[] Event(string type, string payload) =>
        Frame(payload, (":message-type", "event"), (":event-type", type), (":content-type", "application/json"));

    public static byte[] Exception(string type, string payload) => Frame(payload, (":message-type", "exception"), (":exception-type", type));

    public static byte[] Error(string code, string message) =>
        Frame("", (":message-type", "error"), (":error-code", code), (":error-message", message));

    public static byte[] Frame(string payload, params (string Name, string Value)[] headers) =>
        Frame(Encoding.UTF8.GetBytes(payload), [.. headers.SelectMany(h => Header(h.Name, h.Value))]);

    public static byte[] Frame(byte[] payload, byte[] headers)
    {
        var frame = new byte[12 + headers.Length + payload.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.HashToUInt32(frame.AsSpan(0, 8)));
        headers.CopyTo(frame, 12);
        payload.CopyTo(frame, 12 + headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32.HashToUInt32(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    public static byte[] Header(string name, string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 7, (byte)(text.Length >> 8), (byte)text.Length, .. text];
    }
}
