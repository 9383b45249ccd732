using LlmSentinel.Core.Wire;
using static LlmSentinel.Bench.Micro.Samples.SampleWriter;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Answers of Anthropic Messages.</summary>
internal static class AnthropicSamples
{
    private const string Input = """ "input_tokens":300,"cache_creation_input_tokens":0,"cache_read_input_tokens":512,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0} """;

    public static DialectSample Messages()
    {
        var events = Stream(
            [
                ("message_start", $$$"""{"type":"message_start","message":{{{Message("", "null", 1)}}}}"""),
                ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
                ("ping", """{"type":"ping"}"""),
            ],
            i => ("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Word(i)}}}"}}"""),
            [
                ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
                ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":97}}"""),
                ("message_stop", """{"type":"message_stop"}"""),
            ]);
        var body = Message($$"""{"type":"text","text":"{{Answer}}"}""", "\"end_turn\"", 97);
        return Sse(DialectNames.AnthropicMessages, events, body);
    }

    private static string Message(string content, string stopReason, int output) =>
        $$$"""{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6","content":[{{{content}}}],"stop_reason":{{{stopReason}}},"stop_sequence":null,"usage":{{{{Input}}},"output_tokens":{{{Number(output)}}},"service_tier":"standard"}}""";
}
