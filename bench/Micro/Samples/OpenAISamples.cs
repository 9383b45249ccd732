using LlmSentinel.Core.Wire;
using static LlmSentinel.Bench.Micro.Samples.SampleWriter;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Answers of OpenAI Chat Completions and Responses.</summary>
internal static class OpenAISamples
{
    private const string ChatUsage = """{"prompt_tokens":812,"completion_tokens":97,"total_tokens":909,"prompt_tokens_details":{"cached_tokens":512,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";
    private const string ResponsesUsage = """{"input_tokens":812,"input_tokens_details":{"cached_tokens":512},"output_tokens":97,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":909}""";

    public static DialectSample Chat()
    {
        var events = Stream(
            [("", Chunk("""[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]"""))],
            i => ("", Chunk($$"""[{"index":0,"delta":{"content":"{{Word(i)}}"},"logprobs":null,"finish_reason":null}]""")),
            [
                ("", Chunk("""[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]""")),
                ("", Chunk("[]", ChatUsage)),
                ("", "[DONE]"),
            ]);
        var body = $$"""{"id":"chatcmpl-B9","object":"chat.completion","created":1795000001,"model":"gpt-5.4-2026-03-05","choices":[{"index":0,"message":{"role":"assistant","content":"{{Answer}}","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{{ChatUsage}},"service_tier":"default","system_fingerprint":"fp_44709d6fcb"}""";
        return Sse(DialectNames.OpenAIChat, events, body);
    }

    public static DialectSample Responses()
    {
        var message = $$"""{"id":"msg_7","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"{{Answer}}"}]}""";
        var events = Stream(
            [
                ("response.created", $$"""{"type":"response.created","sequence_number":0,"response":{{Response("in_progress", "", "null")}}}"""),
                ("response.output_item.added", """{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_7","type":"message","status":"in_progress","role":"assistant","content":[]}}"""),
            ],
            i => ("response.output_text.delta", $$"""{"type":"response.output_text.delta","sequence_number":{{Number(i + 2)}},"item_id":"msg_7","output_index":0,"content_index":0,"delta":"{{Word(i)}}","logprobs":[],"obfuscation":"gk3Xa9"}"""),
            [
                ("response.output_text.done", $$"""{"type":"response.output_text.done","sequence_number":98,"item_id":"msg_7","output_index":0,"content_index":0,"text":"{{Answer}}","logprobs":[]}"""),
                ("response.completed", $$"""{"type":"response.completed","sequence_number":99,"response":{{Response("completed", message, ResponsesUsage)}}}"""),
            ]);
        return Sse(DialectNames.OpenAIResponses, events, Response("completed", message, ResponsesUsage));
    }

    private static string Chunk(string choices, string usage = "null") =>
        $$"""{"id":"chatcmpl-B9","object":"chat.completion.chunk","created":1795000001,"model":"gpt-5.4-2026-03-05","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":{{choices}},"usage":{{usage}},"obfuscation":"gk3Xa9"}""";

    private static string Response(string status, string output, string usage) =>
        $$$"""{"id":"resp_4","object":"response","created_at":1795000001,"status":"{{{status}}}","error":null,"incomplete_details":null,"instructions":null,"model":"gpt-5.4-2026-03-05","output":[{{{output}}}],"parallel_tool_calls":true,"service_tier":"default","temperature":1.0,"tool_choice":"auto","tools":[],"usage":{{{usage}}},"metadata":{}}""";
}
