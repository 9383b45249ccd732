using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;
using LlmSentinel.Core.Wire;
using LlmSentinel.Core.Wire.Dialects;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class DialectPropertyTests
{
    private static readonly string[] All =
    [
        DialectNames.OpenAIChat, DialectNames.OpenAIResponses, DialectNames.OpenAICompletions, DialectNames.OpenAIEmbeddings, DialectNames.AnthropicMessages,
        DialectNames.Gemini, DialectNames.Ollama, DialectNames.LlamaCpp, DialectNames.BedrockConverse, DialectNames.BedrockInvoke, DialectNames.Cohere, DialectNames.Other,
    ];

    private static readonly string[] EventNames =
        ["", "error", "message", "metadata", "messageStart", "messageStop", "contentBlockStart", "contentBlockDelta", "chunk", "throttlingException"];

    // Names the readers know, so that random objects reach deep into them.
    private static readonly string[] Members =
    [
        "id", "model", "type", "object", "choices", "delta", "message", "content", "text", "index", "finish_reason", "usage", "prompt_tokens", "completion_tokens",
        "total_tokens", "prompt_tokens_details", "cached_tokens", "completion_tokens_details", "reasoning_tokens", "tool_calls", "function", "name", "arguments",
        "error", "code", "status", "details", "headers", "logprobs", "refusal", "audio", "reasoning", "timings", "cache_n", "prompt_n", "predicted_n", "x_groq",
        "cost", "is_byok", "response", "item", "output", "incomplete_details", "reason", "service_tier", "content_block", "input", "thinking", "stop_reason",
        "input_tokens", "output_tokens", "cache_creation", "ephemeral_5m_input_tokens", "iterations", "server_tool_use", "candidates", "parts", "functionCall",
        "args", "usageMetadata", "promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount", "promptTokensDetails", "modality", "tokenCount",
        "promptFeedback", "blockReason", "finishReason", "done", "done_reason", "eval_count", "stop", "stop_type", "toolUse", "reasoningContent", "reasoningText",
        "inputTokens", "cacheDetails", "metrics", "latencyMs", "serviceTier", "bytes", "billed_units", "tokens", "meta", "event_type", "partial_json", "output_index",
    ];

    private static readonly string[] Words =
    [
        "", "stop", "message_stop", "message_delta", "content_block_delta", "text_delta", "response.output_text.delta", "response.completed", "response.output_item.added",
        "error", "function_call", "tool_use", "STOP", "load", "compaction", "message-end", "content-delta", "completed", "\\u00e9\\\"\\n", "\\ud800", "12", "NaN", "sk-1",
    ];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.OneOf(Words).Select(w => $"\"{w}\""),
        Gen.OneOf("null", "true", "false", "0", "-1", "1", "17", "12.0", "1e400", "9007199254740993", "1e3", "0.5"),
        Gen.Long[0, 100_000].Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Json = Value(5);

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (3, (IGen<string>)Scalar),
            (4, Gen.Select(Gen.OneOf(Members), Value(depth - 1), (n, v) => $"\"{n}\":{v}").Array[0, 6].Select(m => $"{{{string.Join(',', m)}}}")),
            (2, Value(depth - 1).Array[0, 3].Select(v => $"[{string.Join(", ", v)}]")));

    [Fact]
    public void ReadEvent_RandomJson_NeverThrowsAndAnswerIsAlwaysOutput() =>
        Gen.Select(Gen.OneOf(All), Gen.Select(Gen.OneOf(EventNames), Json).Array[1, 6]).Sample((dialect, events) =>
        {
            var reader = DialectDetector.ByName(dialect)!;
            var facts = new ResponseFacts { Text = { Wanted = true } };
            foreach (var (name, data) in events)
            {
                var found = reader.ReadEvent(new WireEvent(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data)), facts);
                Assert.False(found.HasFlag(EventClass.Answer) && !found.HasFlag(EventClass.Output));
                Assert.True(!found.HasFlag(EventClass.Terminal) || facts.Terminal);
                Assert.True(!found.HasFlag(EventClass.Error) || facts.ErrorStatus is >= 400 and <= 599);
            }

            Sane(facts);
        }, iter: 4000);

    [Fact]
    public void ReadBody_RandomJsonInRandomPieces_SaysTheSameAsInOne() =>
        Gen.Select(Gen.OneOf(All), Json, Gen.Int[1, 40]).Sample((dialect, json, size) =>
        {
            var whole = Reading.Body(dialect, json);
            var pieces = Reading.Body(dialect, json, size);

            Sane(whole.Facts);
            Assert.Equal(whole.Facts.Usage, pieces.Facts.Usage);
            Assert.Equal((whole.Facts.FinishReasonRaw, whole.Facts.ErrorType, whole.Facts.Terminal, whole.Facts.Malformed, whole.Text),
                (pieces.Facts.FinishReasonRaw, pieces.Facts.ErrorType, pieces.Facts.Terminal, pieces.Facts.Malformed, pieces.Text));
        }, iter: 4000);

    [Fact]
    public void ReadEventAndBody_RandomBytes_NeverThrow() =>
        Gen.Select(Gen.OneOf(All), Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 20], Gen.Bool).Sample((dialect, data, name, braced) =>
        {
            if (braced && data.Length > 0)
                data[0] = (byte)'{';
            var facts = new ResponseFacts { Text = { Wanted = true } };
            DialectDetector.ByName(dialect)!.ReadEvent(new WireEvent(name, data), facts);
            DialectDetector.ByName(dialect)!.ReadBody(new ReadOnlySequence<byte>(data), facts);
            Sane(facts);
        }, iter: 4000);

    [Fact]
    public void ReadEvent_JsonCutAnywhere_NeverThrows() =>
        Gen.Select(Gen.OneOf(All), Json, Gen.Double[0, 1]).Sample((dialect, json, at) =>
            Sane(Reading.Stream(dialect, "{\"id\":\"x\",\"y\":" + json[..(int)(json.Length * at)]).Facts), iter: 2000);

    [Fact]
    public void ReadBody_NestedTooDeep_IsMalformedAndNothingElse()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"content\":[", 100_000));
        foreach (var dialect in All.Except([DialectNames.Other]))
            Assert.True(Reading.Body(dialect, deep).Facts.Malformed);
    }

    [Fact]
    public void BilledOutput_IsNeverLessThanToldAndHoldsItsReasoning() =>
        Gen.Select(Gen.Long[0, 1_000_000].Nullable(), Gen.Long[0, 1_000_000].Nullable(), Gen.Long[0, 1_000_000].Nullable(), Gen.Long[0, 3_000_000].Nullable())
            .Sample((input, output, reasoning, total) =>
            {
                var billed = OpenAIUsage.BilledOutput(input, output, reasoning, total);

                Assert.True((billed ?? 0) >= (output ?? 0));
                Assert.True((billed ?? 0) >= (reasoning ?? 0));
            });

    [Fact]
    public void QuickWay_AndParser_SayTheSameOfTheSameText() =>
        Gen.Select(Gen.OneOf(Words), Gen.OneOf("null", "\"stop\"", "\"length\""), Gen.OneOf("", ",\"reasoning_content\":null", ",\"refusal\":\"no\"", ",\"reasoning\":\"hm\""), Gen.Bool)
            .Sample((text, finish, more, first) =>
            {
                var delta = first ? $"\"content\":\"{text}\"{more}" : more.Length == 0 ? $"\"content\":\"{text}\"" : $"{more[1..]},\"content\":\"{text}\"";
                var head = """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}""";
                var quick = $$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{{{{delta}}}},"finish_reason":{{{finish}}}}]}""";
                // A blank before every colon keeps the quick way off.
                var parsed = quick.Replace("\":", "\" :", StringComparison.Ordinal);

                var left = Reading.Stream(DialectNames.OpenAIChat, head, quick);
                var right = Reading.Stream(DialectNames.OpenAIChat, head, parsed);

                Assert.Equal(right.Events, left.Events);
                Assert.Equal((right.Text, right.Facts.FinishReason), (left.Text, left.Facts.FinishReason));
            }, iter: 2000);

    private static void Sane(ResponseFacts facts)
    {
        var usage = facts.Usage;
        foreach (var count in new[] { usage.InputTotal, usage.OutputTotal, usage.CacheRead, usage.CacheWrite, usage.Reasoning, usage.TotalReported, usage.InputTool, usage.WebSearches })
            Assert.True(count is null or >= 0);
        Assert.True(facts.ErrorType is null or { Length: <= 64 });
        Assert.True(facts.ReportedCost is null or >= 0);
        Assert.True(facts.ToolCalls is null or >= 0);
        Assert.True(facts.ProviderProcessing is null || facts.ProviderProcessing >= TimeSpan.Zero);
    }
}
