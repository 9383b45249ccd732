namespace LlmSentinel.Simulator.Tests;

/// <summary>Request bodies used by many tests.</summary>
internal static class Requests
{
    public const string ChatPath = "/v1/chat/completions";
    public const string MessagesPath = "/v1/messages";

    public static object Chat(string text = "Tell me about rivers and gardens", bool stream = false, string model = "gpt-5.4", bool usage = false) =>
        stream
            ? usage
                ? new { model, stream, stream_options = new { include_usage = true }, messages = new[] { new { role = "user", content = text } } }
                : new { model, stream, messages = new[] { new { role = "user", content = text } } }
            : new { model, messages = new[] { new { role = "user", content = text } } };

    public static object Messages(string text = "Tell me about rivers and gardens", bool stream = false, string model = "claude-sonnet-5") =>
        new { model, stream, max_tokens = 1000, messages = new[] { new { role = "user", content = text } } };
}
