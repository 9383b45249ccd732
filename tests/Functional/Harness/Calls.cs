using System.Text;

namespace LlmSentinel.Functional.Harness;

/// <summary>Calls as applications make them.</summary>
internal static class Calls
{
    public const string ChatBody = """{"model":"gpt-5.4","messages":[{"role":"user","content":"hello there"}]}""";

    public const string StreamBody =
        """{"model":"gpt-5.4","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello there"}]}""";

    public const string Answer =
        """{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5.4","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    public const string Chunk = "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one two \"}}]}\n\n";

    public const string StreamEnd =
        "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5.4\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n"
        + "data: [DONE]\n\n";

    public static HttpRequestMessage Post(Uri address, string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>One plain chat call; fails unless it is answered with the expected status.</summary>
    public static async Task<string> ChatAsync(this SidecarUnderTest sidecar, string path = "/v1/chat/completions", string body = ChatBody, int expected = 200)
    {
        using var request = Post(sidecar.Data, path, body);
        using var answer = await sidecar.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(expected, (int)answer.StatusCode);
        return text;
    }
}
