using System.Text;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>Text chunks that are known by the one before give what reading each of them gives.</summary>
public sealed class RepeatedEventTests
{
    private static readonly string[] Texts =
    [
        "Hello", " world", "\\n", "\\\"", "\\\\", "\\u00e9", "é", "{", "}", "[1]", "a\\\"b\\\\", "\\\"finish_reason\\\":\\\"stop\\\"", "data: ", "x", "",
        "\"", "\\", "\n", "\r\n", "\"},\"finish_reason\":\"stop\",\"x\":\"", new string('y', 3000),
    ];

    private static readonly string[] Formats =
    [
        DialectNames.OpenAIChat, DialectNames.OpenAICompletions, DialectNames.OpenAIResponses, DialectNames.AnthropicMessages,
        DialectNames.Ollama, DialectNames.Cohere, DialectNames.Gemini,
    ];

    // The last two: of how many events each one clock and one padding are.
    private static readonly Gen<(string Format, int[] Chunks, int[] Steps, int Clock, int Padding)> Streams = Gen.Select(
        Gen.OneOf(Formats.Select(Gen.Const).ToArray()), Gen.Int[0, (Texts.Length * 6) - 1].Array[1, 60], Gen.Int[1, 900].Array[1, 20],
        Gen.Int[1, 9], Gen.Int[1, 9]);

    // Of one kind of event, as most of a stream is; the texts that break an event left out.
    private static readonly Gen<(string Format, int[] Chunks, int[] Steps, int Clock, int Padding)> UsualStreams = Gen.Select(
        Gen.OneOf(Formats.Select(Gen.Const).ToArray()), Gen.Int[0, 13].Array[1, 60], Gen.Int[1, 9000].Array[1, 20], Gen.Int[1, 9], Gen.Int[1, 9]);

    [Fact]
    public void AnyStream_InAnyReads_ReadsAsWhenEveryEventIsReadByItself() => Gen.Select(Gen.OneOf(Streams, UsualStreams), Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r"))).Sample((stream, lineEnd) =>
    {
        var (format, chunks, steps, clock, padding) = stream;
        var text = string.Concat(chunks.Select((chunk, i) => Event(format, chunk, i / clock, i / padding)));
        var bytes = Encoding.UTF8.GetBytes(text.Replace("\n", lineEnd, StringComparison.Ordinal));
        var whole = Read(format, Cut(bytes, steps));
        // One byte a read: no event ever stands whole in a read, so each is framed and parsed.
        var single = Read(format, Cut(bytes, [1]));
        Assert.Equal(single, whole);
    }, iter: 2_000);

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    [InlineData("anthropic-messages")]
    [InlineData("ollama")]
    [InlineData("gemini")]
    public void TextChunksThatCountAndPad_AreAllSeen(string format)
    {
        var stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => Event(format, i % 6, i, i))));
        var seen = Read(format, [stream]);
        Assert.Equal(100, seen.Events);
        Assert.Equal(seen.OutputChunks, Read(format, Cut(stream, [1])).OutputChunks);
        Assert.True(seen.OutputChunks > 50);
    }

    [Fact]
    public void RunningTotals_OfEventsPassedOver_AreThoseOfTheLastOne()
    {
        var stream = string.Concat(Enumerable.Range(1, 20).Select(i => Event(DialectNames.Gemini, 0, i, i)));
        var cut = Read(DialectNames.Gemini, [Encoding.UTF8.GetBytes(stream)]);
        Assert.Equal(new UsageSeen(8, 20 + 3, 8 + 20 + 3, 3), cut.Usage);
        Assert.Equal(20, cut.OutputChunks);

        // An event without usage tells nothing new.
        var ended = Read(DialectNames.Gemini, [Encoding.UTF8.GetBytes(stream + Event(DialectNames.Gemini, Texts.Length * 4, 21, 21))]);
        Assert.Equal(cut.Usage, ended.Usage);
    }

    [Fact]
    public void FunctionCallsBehindText_AreAllCounted()
    {
        var call = Event(DialectNames.Gemini, (Texts.Length * 2) + Array.IndexOf(Texts, ""), 9, 9);
        var stream = Event(DialectNames.Gemini, 0, 9, 9) + string.Concat(Enumerable.Repeat(call, 3));
        Assert.Equal(3, Read(DialectNames.Gemini, [Encoding.UTF8.GetBytes(stream)]).ToolCalls);
    }

    private static Seen Read(string format, IEnumerable<byte[]> reads)
    {
        var reader = new ResponseReader(new CaptureBudget(long.MaxValue));
        var type = format == DialectNames.Ollama ? "application/x-ndjson" : "text/event-stream";
        reader.Facts.Text.Wanted = true;
        reader.Begin(DialectDetector.ByName(format)!, new ResponseHead(200, type, null, null), 1024 * 1024);
        foreach (var read in reads)
            reader.Read(read, 1000);
        reader.Complete();
        var facts = reader.Facts;
        var seen = new Seen(
            reader.Events, reader.Clock.OutputChunks, reader.Clock.FirstOutput, reader.Clock.FirstAnswer, facts.Text.ToText(), facts.FinishReasonRaw,
            facts.Model, facts.ToolCalls, facts.HiddenOutput, facts.Malformed, facts.Terminal,
            new UsageSeen(facts.Usage.InputTotal, facts.Usage.OutputTotal, facts.Usage.TotalReported, facts.Usage.Reasoning), facts.HasUsage,
            facts.ErrorType, reader.Gap);
        reader.Reset();
        return seen;
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, int[] steps)
    {
        for (int from = 0, i = 0; from < bytes.Length; i++)
        {
            var length = Math.Min(steps[i % steps.Length], bytes.Length - from);
            yield return bytes[from..(from + length)];
            from += length;
        }
    }

    // Six kinds of chunk a format, the first of them plain text.
    private static string Event(string format, int seed, int number, int padding)
    {
        var text = Texts[seed % Texts.Length];
        var kind = seed / Texts.Length;
        return format switch
        {
            DialectNames.OpenAIChat => Sse(null, Chat(kind, text, number, padding)),
            DialectNames.OpenAICompletions => Sse(null, $$$"""{"id":"c","model":"m","choices":[{"index":0,"text":"{{{text}}}","finish_reason":{{{(kind == 5 ? "\"stop\"" : "null")}}}}]}"""),
            DialectNames.OpenAIResponses => Sse("response.output_text.delta", $$$"""{"type":"response.output_text.delta","sequence_number":{{{number}}},"item_id":"i","output_index":0,"delta":"{{{text}}}","logprobs":[],"obfuscation":"{{{new string('p', padding % 7)}}}"}"""),
            DialectNames.AnthropicMessages => Sse("content_block_delta", Anthropic(kind, text)),
            DialectNames.Cohere => Sse(null, $"{{\"type\":\"content-delta\",\"index\":0,\"delta\":{{\"message\":{{\"content\":{{\"text\":\"{text}\"}}}}}}}}"),
            DialectNames.Gemini => Sse(null, Gemini(kind, text, number)),
            _ => $$$"""{"model":"m","created_at":"2026-01-01T00:00:00.{{{number:000000}}}Z","message":{"role":"assistant","content":"{{{text}}}"},"done":{{{(kind == 5 ? "true,\"done_reason\":\"stop\",\"eval_count\":7" : "false")}}}}""" + "\n",
        };
    }

    private static string Chat(int kind, string text, int number, int padding)
    {
        const string head = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":17000000";
        return head + (number % 10) + "0,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + kind switch
        {
            1 => $"\"reasoning_content\":\"{text}\"}},\"finish_reason\":null}}],\"usage\":null}}",
            2 => $"\"content\":\"{text}\"}},\"finish_reason\":\"length\"}}]}}",
            3 => $"\"content\":\"{text}\"}},\"logprobs\":{{\"content\":[{{\"token\":\"a\"}}]}},\"finish_reason\":null}}]}}",
            4 => $"\"tool_calls\":[{{\"index\":{number % 3},\"id\":\"t{number % 3}\",\"function\":{{\"name\":\"f\",\"arguments\":\"{text}\"}}}}]}},\"finish_reason\":null}}]}}",
            5 => $"\"content\":\"{text}\"}},\"finish_reason\":null}}],\"usage\":{{\"prompt_tokens\":3,\"completion_tokens\":{number}}}}}",
            _ => $"\"content\":\"{text}\"}},\"logprobs\":null,\"finish_reason\":null}}],\"obfuscation\":\"{new string('p', padding % 5)}\"}}",
        };
    }

    private static string Gemini(int kind, string text, int number)
    {
        var parts = kind switch
        {
            1 => $"{{\"text\": \"{text}\",\"thought\": true}}",
            2 => $"{{\"text\": \"{text}\"}},{{\"functionCall\": {{\"name\":\"f\",\"args\":{{\"a\":\"b\"}}}}}}",
            3 => $"{{\"text\": \"a\"}},{{\"text\": \"{text}\"}}",
            _ => $"{{\"text\": \"{text}\"}}",
        };
        var finish = kind == 5 ? "\"finishReason\": \"STOP\"," : "";
        var usage = kind == 4 ? "" : $"\"usageMetadata\": {{\"promptTokenCount\": 8,\"candidatesTokenCount\": {number},\"totalTokenCount\": {11 + number},\"thoughtsTokenCount\": 3}},";
        return $"{{\"candidates\": [{{\"content\": {{\"parts\": [{parts}],\"role\": \"model\"}},{finish}\"index\": 0}}],{usage}\"modelVersion\": \"g\"}}";
    }

    private static string Anthropic(int kind, string text) => kind switch
    {
        1 => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"{{{text}}}"}}""",
        2 => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{{{text}}}"}}""",
        3 => """{"type":"ping"}""",
        4 => """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""",
        _ => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""",
    };

    private static string Sse(string? name, string data) => (name is null ? "" : $"event: {name}\n") + $"data: {data}\n\n";

    private sealed record Seen(
        int Events, int OutputChunks, long? FirstOutput, long? FirstAnswer, string Text, string? FinishReason, string? Model, int? ToolCalls,
        bool HiddenOutput, bool Malformed, bool Terminal, UsageSeen Usage, bool HasUsage, string? ErrorType, ObservationGap Gap);

    private sealed record UsageSeen(long? Input, long? Output, long? Total, long? Reasoning);
}
