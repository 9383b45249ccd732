using System.Text;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>The words of an answer, one string a write, with {id}, {in}, {out} and {time} to be filled in.</summary>
internal sealed record AnswerText(string ContentType, IReadOnlyList<string> Writes)
{
    private const int PlainBytes = 1024;
    private const string Filler = "the weather in the mountains stays fair for some days before clouds come from the west and bring ";

    // The time stands behind a character that is found nowhere else in an answer.
    private const string Words = " word@{time} ";

    public static AnswerText For(AnswerShape shape) => shape.Format switch
    {
        Format.Plain => new("application/json", [Plain()]),
        Format.Sse => new("text/event-stream", Stream(shape, "", SseEvent, SseEnd)),
        Format.Anthropic => new("text/event-stream", Stream(shape, AnthropicStart, AnthropicEvent, AnthropicEnd)),
        _ => new("application/x-ndjson", Stream(shape, "", OllamaEvent, OllamaEnd)),
    };

    private const string SseHead = """data: {"id":"chatcmpl-{id}","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559",""";

    private const string SseEvent = SseHead + $$"""
        "choices":[{"index":0,"delta":{"content":"{{Words}}"},"logprobs":null,"finish_reason":null}],"usage":null}


        """;

    private const string SseEnd =
        SseHead + """
        "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}


        """
        + SseHead + """
        "choices":[],"usage":{"prompt_tokens":{in},"completion_tokens":{out},"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}

        data: [DONE]


        """;

    private const string AnthropicStart = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_{id}","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{in},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: ping
        data: {"type":"ping"}


        """;

    private const string AnthropicEvent = $$$"""
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Words}}}"}}


        """;

    private const string AnthropicEnd = """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":{out}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string OllamaEvent = $$"""
        {"model":"llama3.2","created_at":"2026-01-01T00:00:00.000000Z","message":{"role":"assistant","content":"{{Words}}"},"done":false}

        """;

    private const string OllamaEnd = """
        {"model":"llama3.2","created_at":"2026-01-01T00:00:00.000000Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":1500000000,"load_duration":1000000,"prompt_eval_count":{in},"prompt_eval_duration":100000000,"eval_count":{out},"eval_duration":1400000000}

        """;

    private static string Plain()
    {
        const string Before = """{"id":"chatcmpl-{id}","object":"chat.completion","created":1767225600,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":" """;
        const string After = """ ","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":{in},"completion_tokens":{out},"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default","system_fingerprint":"fp_560af6e559"}""";
        var filler = new StringBuilder();
        while (filler.Length < PlainBytes)
            filler.Append(Filler);
        var rest = PlainBytes - new AnswerBuilder().Append(Before).Append(After).Length;
        return Before + filler.ToString(0, rest) + After;
    }

    private static List<string> Stream(AnswerShape shape, string start, string each, string end)
    {
        var writes = new List<string>();
        for (var i = 0; i < shape.Writes; i++)
        {
            var text = string.Concat(Enumerable.Repeat(each, shape.EventsPerWrite));
            writes.Add((i == 0 ? start : "") + text + (i == shape.Writes - 1 ? end : ""));
        }

        return writes;
    }
}
