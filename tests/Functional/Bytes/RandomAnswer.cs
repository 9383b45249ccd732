using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Tests.Wire.Framing;

namespace LlmSentinel.Functional.Bytes;

/// <summary>A random answer of one of the wire formats, and how it is cut on its way. All of it follows from the seed.</summary>
internal sealed class RandomAnswer
{
    /// <summary>The wire formats by name: where they are asked for, and how they are labelled.</summary>
    public static readonly (string Name, string Path, string ContentType)[] Formats =
    [
        ("chat", "/v1/chat/completions", "text/event-stream"),
        ("messages", "/v1/messages", "text/event-stream; charset=utf-8"),
        ("responses", "/v1/responses", "text/event-stream"),
        ("gemini-events", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "text/event-stream"),
        ("gemini-array", "/v1beta/models/gemini-2.5-flash:streamGenerateContent", "application/json; charset=UTF-8"),
        ("ollama", "/api/chat", "application/x-ndjson"),
        ("bedrock", "/model/anthropic.claude-sonnet-4-5-v1%3A0/converse-stream", "application/vnd.amazon.eventstream"),
        ("plain", "/v1/chat/completions", "application/json"),
        ("rubbish", "/v1/chat/completions", "text/event-stream"),
    ];

    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];
    private static readonly string[] Encodings = ["", "", "gzip", "br", "deflate"];
    private static readonly string[] Words = ["one ", "zwei ", "trois\n", "四 ", "пять ", "🙂🙂 ", "\\\"six\\\" ", "data: 7 ", "{\"8\":[ "];

    private readonly Random _random;
    private readonly string _end;

    public RandomAnswer(int format, int seed)
    {
        _random = new Random(seed);
        Format = Formats[format];
        _end = LineEnds[_random.Next(LineEnds.Length)];
        Encoding = Encodings[_random.Next(Encodings.Length)];
        Body = Compress(Make());
        Chunked = _random.Next(2) == 0;
        Pieces = Cut();
    }

    public (string Name, string Path, string ContentType) Format { get; }

    /// <summary>Content encoding; empty for none.</summary>
    public string Encoding { get; }

    public byte[] Body { get; }

    /// <summary>Whether it is sent in chunks; else with its length.</summary>
    public bool Chunked { get; }

    public IReadOnlyList<byte[]> Pieces { get; }

    public string Head =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {Format.ContentType}\r\n"
        + (Encoding.Length > 0 ? $"Content-Encoding: {Encoding}\r\n" : "")
        + (Chunked ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {Body.Length}\r\n\r\n");

    private byte[] Make() => Format.Name switch
    {
        "chat" => Events([.. Texts().Select(t => ((string?)null, Chat(t))), (null, """{"id":"c","model":"gpt-5.4","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""), (null, $$"""{"id":"c","model":"gpt-5.4","choices":[],"usage":{"prompt_tokens":{{Number()}},"completion_tokens":{{Number()}} } }"""), (null, "[DONE]")]),
        "messages" => Events(
        [
            ("message_start", $$"""{"type":"message_start","message":{"id":"m","model":"claude-sonnet-4-5","usage":{"input_tokens":{{Number()}},"output_tokens":1} } }"""),
            .. Texts().Select(t => ((string?)"content_block_delta", $$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":{{t}} } }""")),
            ("message_delta", $$"""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":{{Number()}} } }"""),
            ("message_stop", """{"type":"message_stop"}"""),
        ]),
        "responses" => Events(
        [
            .. Texts().Select(t => ((string?)"response.output_text.delta", $$"""{"type":"response.output_text.delta","delta":{{t}} }""")),
            ("response.completed", $$"""{"type":"response.completed","response":{"id":"r","model":"gpt-5.4","status":"completed","usage":{"input_tokens":{{Number()}},"output_tokens":{{Number()}} } } }"""),
        ]),
        "gemini-events" => Events([.. Texts().Select(t => ((string?)null, Gemini(t))), (null, GeminiEnd())]),
        "gemini-array" => Utf8("[" + string.Join("," + _end, [.. Texts().Select(Gemini), GeminiEnd()]) + "]"),
        "ollama" => Utf8(string.Concat(Texts().Select(t => $$"""{"model":"llama3.2","message":{"role":"assistant","content":{{t}} },"done":false}""" + "\n")) + $$"""{"model":"llama3.2","done":true,"done_reason":"stop","prompt_eval_count":{{Number()}},"eval_count":{{Number()}} }""" + "\n"),
        "bedrock" =>
        [
            .. Texts().SelectMany(t => EventStreamFrames.Event("contentBlockDelta", $$"""{"contentBlockIndex":0,"delta":{"text":{{t}} } }""")),
            .. EventStreamFrames.Event("messageStop", """{"stopReason":"end_turn"}"""),
            .. EventStreamFrames.Event("metadata", $$"""{"usage":{"inputTokens":{{Number()}},"outputTokens":{{Number()}} },"metrics":{"latencyMs":5} }"""),
        ],
        "plain" => Utf8($$"""{"id":"c","model":"gpt-5.4","choices":[{"index":0,"message":{"content":{{string.Join(",\"x\":", Texts())}} },"finish_reason":"stop"}],"usage":{"prompt_tokens":{{Number()}},"completion_tokens":{{Number()}} } }"""),
        _ => Rubbish(),
    };

    private static string Chat(string text) => $$"""{"id":"c","model":"gpt-5.4","choices":[{"index":0,"delta":{"content":{{text}} } }]}""";

    private static string Gemini(string text) => $$"""{"candidates":[{"content":{"parts":[{"text":{{text}} }]} }],"modelVersion":"gemini-2.5-flash"}""";

    private string GeminiEnd() =>
        $$"""{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":{{Number()}},"candidatesTokenCount":{{Number()}} },"modelVersion":"gemini-2.5-flash"}""";

    /// <summary>Events with the line end of this answer, with comments among them.</summary>
    private byte[] Events((string? Name, string Data)[] events)
    {
        var text = new StringBuilder();
        if (_random.Next(8) == 0)
            text.Append('\uFEFF');
        foreach (var (name, data) in events)
        {
            if (_random.Next(4) == 0)
                text.Append(": keep-alive ✓").Append(_end).Append(_random.Next(2) == 0 ? _end : "");
            if (name is not null)
                text.Append("event: ").Append(name).Append(_end);
            text.Append(_random.Next(2) == 0 ? "data: " : "data:").Append(data).Append(_end).Append(_end);
        }

        return Utf8(text.ToString());
    }

    private byte[] Rubbish()
    {
        var bytes = new byte[_random.Next(1, 3000)];
        _random.NextBytes(bytes);
        return [.. "data: {\"choices\":[{\"delta\":"u8, .. bytes, .. "\n\ndata: }\r\r\n"u8];
    }

    /// <summary>Some random texts as JSON strings, some with escapes and some with the characters themselves.</summary>
    private List<string> Texts() => [.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ =>
    {
        var text = string.Concat(_random.GetItems(Words, _random.Next(0, 30)));
        return _random.Next(2) == 0 ? JsonSerializer.Serialize(text) : "\"" + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
    })];

    private int Number() => _random.Next(1, 100_000);

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private byte[] Compress(byte[] body)
    {
        if (Encoding.Length == 0)
            return body;
        using var target = new MemoryStream();
        using (Stream compressed = Encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Optimal),
            "br" => new BrotliStream(target, CompressionLevel.Fastest),
            _ => new ZLibStream(target, CompressionLevel.Optimal),
        })
        {
            compressed.Write(body);
        }

        return target.ToArray();
    }

    private List<byte[]> Cut()
    {
        var pieces = new List<byte[]>();
        var largest = _random.Next(4) == 0 ? 3 : 400;
        for (var at = 0; at < Body.Length;)
        {
            var count = Math.Min(_random.Next(1, largest + 1), Body.Length - at);
            pieces.Add(Body[at..(at + count)]);
            at += count;
        }

        return pieces;
    }
}
