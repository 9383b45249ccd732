using System.Globalization;
using System.Text;

namespace LlmSentinel.Bench.SideBySide.Wire;

/// <summary>The bytes of a request, with a place for its id.</summary>
internal sealed class RequestTemplate
{
    /// <summary>What announces shape and id in the body.</summary>
    public const string Marker = "\"b:";

    private const string Sentence = "Please tell me in a few words what is known about the weather of the coming days in the mountains. ";

    private RequestTemplate(byte[] bytes, int idAt, AnswerShape shape) => (Bytes, IdAt, Shape) = (bytes, idAt, shape);

    /// <summary>Head and body.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the digits of the id stand.</summary>
    public int IdAt { get; }

    /// <summary>The answer asked for.</summary>
    public AnswerShape Shape { get; }

    /// <summary>Makes the request for an answer.</summary>
    /// <param name="shape">The answer.</param>
    /// <param name="promptBytes">About the length of the prompt's text.</param>
    /// <param name="port">Port of the host header.</param>
    /// <param name="headers">Further headers.</param>
    public static RequestTemplate For(AnswerShape shape, int promptBytes, int port, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var body = Body(shape, Prompt(promptBytes));
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"POST {shape.Path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        head.Append("User-Agent: OpenAI/Python 2.8.1\r\nAccept: application/json\r\nAuthorization: Bearer sk-bench\r\n");
        foreach (var (name, value) in headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n");
        var bytes = Encoding.UTF8.GetBytes(head + body);
        var idAt = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker + shape + ":")) + Marker.Length + shape.ToString().Length + 1;
        return new RequestTemplate(bytes, idAt, shape);
    }

    private static string Body(AnswerShape shape, string prompt)
    {
        var id = $"b:{shape}:{new string('0', Fixed.IdDigits)}";
        return shape.Format switch
        {
            Format.Anthropic =>
                $$"""{"model":"claude-sonnet-4-5","metadata":{"user_id":"{{id}}"},"max_tokens":1024,"stream":true,"messages":[{"role":"user","content":"{{prompt}}"}]}""",
            Format.NdJson => $$"""{"model":"llama3.2","user":"{{id}}","stream":true,"messages":[{"role":"user","content":"{{prompt}}"}]}""",
            Format.Sse =>
                $$$"""{"model":"gpt-4o-mini","user":"{{{id}}}","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"{{{prompt}}}"}]}""",
            _ => $$"""{"model":"gpt-4o-mini","user":"{{id}}","messages":[{"role":"user","content":"{{prompt}}"}]}""",
        };
    }

    private static string Prompt(int length)
    {
        var text = new StringBuilder(length + Sentence.Length);
        while (text.Length < length)
            text.Append(Sentence);
        return text.ToString(0, length);
    }
}
