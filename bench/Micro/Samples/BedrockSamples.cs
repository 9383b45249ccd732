using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Bench.Micro.Samples.SampleWriter;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Answers of Bedrock Converse: binary frames with checksums.</summary>
internal static class BedrockSamples
{
    private const string End = """ "usage":{"inputTokens":300,"outputTokens":97,"totalTokens":909,"cacheReadInputTokens":512,"cacheWriteInputTokens":0},"metrics":{"latencyMs":812} """;
    private const int PreludeBytes = 12;
    private const byte TextHeader = 7;

    public static DialectSample Converse()
    {
        var events = Stream(
            [("messageStart", """{"p":"abcdefgh","role":"assistant"}""")],
            i => ("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"text":"{{{Word(i)}}}"},"p":"abcdefghijklmnop"}"""),
            [
                ("contentBlockStop", """{"contentBlockIndex":0,"p":"abcd"}"""),
                ("messageStop", """{"p":"abcdef","stopReason":"end_turn"}"""),
                ("metadata", $$"""{{{End}},"p":"abcdef"}"""),
            ]);
        var body = $$$"""{{{{End}}},"output":{"message":{"content":[{"text":"{{{Answer}}}"}],"role":"assistant"}},"stopReason":"end_turn"}""";
        return Make(DialectNames.BedrockConverse, "application/vnd.amazon.eventstream", events, body, e => Frame(e.Name, Utf8(e.Data)));
    }

    private static byte[] Frame(string type, byte[] payload)
    {
        byte[] headers = [.. Header(":event-type", type), .. Header(":content-type", "application/json"), .. Header(":message-type", "event")];
        var frame = new byte[PreludeBytes + headers.Length + payload.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.HashToUInt32(frame.AsSpan(0, 8)));
        headers.CopyTo(frame, PreludeBytes);
        payload.CopyTo(frame, PreludeBytes + headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc32.HashToUInt32(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    private static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), TextHeader, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
