using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting.Warming;

/// <summary>Answers the calls of the warm-up as providers would, from this process.</summary>
internal static class LoopbackProvider
{
    private const int Events = 20;

    private static readonly byte[] StreamAsked = "\"stream\":true"u8.ToArray();

    private static readonly Answer Plain = new("application/json",
        """{"id":"w","object":"chat.completion","model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"warm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""");

    private static readonly Answer Sse = new("text/event-stream",
    [
        .. Enumerable.Repeat("data: {\"id\":\"w\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"warm \"}}]}\n\n", Events),
        "data: {\"id\":\"w\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"id\":\"w\",\"model\":\"gpt-5.4\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20,\"total_tokens\":29}}\n\n",
        "data: [DONE]\n\n",
    ]);

    private static readonly Answer Anthropic = new("text/event-stream",
    [
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"w\",\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n",
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        .. Enumerable.Repeat("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"warm \"}}\n\n", Events),
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":20}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    ]);

    private static readonly Answer NdJson = new("application/x-ndjson",
    [
        .. Enumerable.Repeat("{\"model\":\"llama3.2\",\"message\":{\"role\":\"assistant\",\"content\":\"warm \"},\"done\":false}\n", Events),
        "{\"model\":\"llama3.2\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":9,\"eval_count\":20}\n",
    ]);

    /// <exception cref="IOException">No port of 127.0.0.1 can be bound.</exception>
    public static Task<BareServer> StartAsync(ILoggerFactory logging, CancellationToken cancellationToken) =>
        BareServer.StartAsync("127.0.0.1:0", AnswerAsync, logging, cancellationToken);

    private static async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var streamed = body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf(StreamAsked) >= 0;
        var answer = context.Request.Path.Value switch
        {
            "/v1/messages" => Anthropic,
            "/api/chat" => NdJson,
            _ => streamed ? Sse : Plain,
        };
        context.Response.ContentType = answer.ContentType;
        foreach (var part in answer.Parts)
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private sealed class Answer(string contentType, params string[] parts)
    {
        public string ContentType => contentType;

        public IReadOnlyList<byte[]> Parts { get; } = [.. parts.Select(Encoding.UTF8.GetBytes)];
    }
}
