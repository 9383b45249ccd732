using System.Globalization;
using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Tests.Wire.Framing;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>A stream costs memory once, for what it is called and how it ends; its events cost none, however many there are.</summary>
public sealed class DialectEventAllocationTests
{
    private const string Sse = "text/event-stream";
    private const string Frames = "application/vnd.amazon.eventstream";
    private const int Events = 200;
    private const int Familiar = 20;

    /// <summary>Dialect, content type, and the events it repeats; # is another number in every event.</summary>
    public static TheoryData<string, string, string[]> Streams => new()
    {
        {
            DialectNames.OpenAIChat, Sse,
            [
                """{"id":"c1","object":"chat.completion.chunk","created":#,"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" word#"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x#"}""",
                """{"id":"c1","object":"chat.completion.chunk","created":#,"model":"gpt-5.4","choices":[{"index":0,"delta":{"reasoning_content":" hm #\n"},"finish_reason":null}]}""",
                """{"id":"c1","object":"chat.completion.chunk","created":#,"model":"gpt-5.4","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\":#}"}}]},"finish_reason":null}],"usage":{"prompt_tokens":812,"completion_tokens":#,"total_tokens":900}}""",
            ]
        },
        {
            DialectNames.OpenAIResponses, Sse,
            [
                """{"type":"response.output_text.delta","sequence_number":#,"item_id":"m","output_index":0,"content_index":0,"delta":" word","logprobs":[],"obfuscation":"x#"}""",
                """{"type":"response.reasoning_summary_text.delta","sequence_number":#,"item_id":"r","output_index":0,"summary_index":0,"delta":" hm"}""",
                """{"type":"response.function_call_arguments.delta","sequence_number":#,"item_id":"f","output_index":1,"delta":"{\"q\":#}"}""",
            ]
        },
        {
            DialectNames.AnthropicMessages, Sse,
            [
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word#"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":" hm#"}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"q\":#}"}}""",
                """{"type":"ping"}""",
            ]
        },
        {
            DialectNames.Gemini, Sse,
            [
                """{"candidates":[{"content":{"parts":[{"text":" word#"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":812,"candidatesTokenCount":#,"totalTokenCount":900,"promptTokensDetails":[{"modality":"TEXT","tokenCount":800},{"modality":"IMAGE","tokenCount":12}],"trafficType":"ON_DEMAND","thoughtsTokenCount":#},"modelVersion":"gemini-3-flash","responseId":"r9"}""",
                """{"candidates":[{"content":{"parts":[{"text":" hm#","thought":true}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":812,"totalTokenCount":900,"promptTokensDetails":[{"modality":"TEXT","tokenCount":812}],"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":#}]},"modelVersion":"gemini-3-flash","responseId":"r9"}""",
            ]
        },
        {
            DialectNames.Ollama, "application/x-ndjson",
            [
                """{"model":"gemma4","created_at":"2026-08-01T12:00:#Z","message":{"role":"assistant","content":" word#"},"done":false}""",
                """{"model":"gemma4","created_at":"2026-08-01T12:00:#Z","message":{"role":"assistant","content":"","thinking":" hm"},"done":false}""",
            ]
        },
        {
            DialectNames.LlamaCpp, Sse,
            ["""{"index":0,"content":" word","tokens":[#],"stop":false,"id_slot":-1,"tokens_predicted":#,"tokens_evaluated":31,"stop_type":"none"}"""]
        },
        {
            DialectNames.Cohere, Sse,
            [
                """{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":" word#"}}}}""",
                """{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"q\":#}"}}}}}""",
            ]
        },
        {
            DialectNames.BedrockConverse, Frames,
            [
                """{"contentBlockIndex":0,"delta":{"text":" word#"},"p":"abcdef"}""",
                """{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":" hm#"}},"p":"abc"}""",
                """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"q\":#}"}},"p":"abc"}""",
            ]
        },
        { DialectNames.BedrockInvoke, Frames, ["""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word#"}}"""] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Read_MoreEventsOfAStream_AllocatesNothing(string dialect, string type, string[] events)
    {
        var reads = Enumerable.Range(0, Events)
            .Select(i => Frame(dialect, type, events[i % events.Length].Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)))
            .ToArray();
        var reader = new ResponseReader(new CaptureBudget(1024 * 1024));

        // The first stream warms what is pooled.
        for (var stream = 0; stream < 2; stream++)
        {
            reader.Facts.Text.Wanted = reader.Facts.Text.KeepsKinds = true;
            reader.Begin(DialectDetector.ByName(dialect)!, new ResponseHead(200, type, null, null), 256 * 1024);
            long before = 0;
            for (var i = 0; i < reads.Length; i++)
            {
                if (i == Familiar)
                    before = GC.GetAllocatedBytesForCurrentThread();
                reader.Read(reads[i], i + 1);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            reader.Complete();
            Assert.Equal((Events, false), (reader.Events, reader.Facts.Malformed));
            Assert.False(reader.Facts.Text.IsEmpty);
            if (stream > 0)
                Assert.Equal(0, allocated);
            reader.Reset();
        }
    }

    private static byte[] Frame(string dialect, string type, string json) => (dialect, type) switch
    {
        (DialectNames.BedrockInvoke, _) =>
            EventStreamFrames.Event("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abcd"}"""),
        (_, Frames) => EventStreamFrames.Event("contentBlockDelta", json),
        (_, Sse) => Encoding.UTF8.GetBytes($"data: {json}\n\n"),
        _ => Encoding.UTF8.GetBytes(json + "\n"),
    };
}
