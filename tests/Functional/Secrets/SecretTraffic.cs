using System.IO.Compression;
using System.Text;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Secrets;

/// <summary>Calls and answers with a secret in every place one can stand in.</summary>
internal sealed class SecretTraffic
{
    /// <summary>Beginning of the name of a secret that must get to the provider.</summary>
    public const string ReachesProvider = "in_";

    private const string Chat = "/llm/v1/chat/completions";
    private readonly Random _random = new(20260802);
    private readonly Lock _lock = new();
    private readonly List<Secret> _secrets = [];

    public IReadOnlyList<Secret> Secrets => _secrets;

    /// <summary>A new secret; its name says where it is put.</summary>
    public string New(string name)
    {
        lock (_lock)
        {
            var secret = Secret.Make(name, _random);
            _secrets.Add(secret);
            return secret.Value;
        }
    }

    /// <summary>Makes the calls; returns how many rows they make.</summary>
    public async Task<int> CallAsync(HttpClient http, Uri sidecar)
    {
        (string Path, string Body, (string, string)[] Headers)[] calls =
        [
            (Chat, Body("in_prompt"), [("Authorization", "Bearer " + New("in_authorization"))]),
            (Chat + "?answer=stream", Body("in_stream_prompt"), [("Authorization", "Bearer " + New("in_authorization_of_stream"))]),
            (Chat + "?answer=gzip", Body("in_gzip_prompt"), [("api-key", New("in_api_key"))]),
            (Chat + "?answer=error&key=" + New("in_key_query"), Body("in_refused_prompt"), []),
            (Chat + "?answer=error&access_token=" + New("in_access_token"), Body("in_refused_prompt_2"), []),
            (Chat + "?answer=cut", Body("in_cut_prompt"), [("Cookie", "session=" + New("in_cookie"))]),
            (Chat + "?X-Amz-Signature=" + New("in_amz_signature"), Body("in_signed_prompt"), [("X-Amz-Security-Token", New("in_amz_token"))]),
            (Chat + "?answer=rubbish", "{\"model\":\"gpt-5.4\",\"messages\":[{\"content\":\"" + New("in_broken_json") + "\"", []),
            ("/llm/v1/messages", Body("in_messages_prompt"), [("x-api-key", New("in_x_api_key"))]),
            ("/llm/v1beta/models/gemini-2.5-flash:generateContent?key=" + New("in_gemini_key"), Body("in_gemini_prompt"), [("x-goog-api-key", New("in_x_goog_api_key"))]),
            ("/llm/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"" + New("in_embedded_text") + "\"}", [("x-some-header", New("in_unknown_header"))]),
            ("/llm/v1/unknown/" + New("in_unknown_path") + "/x?subscription-key=" + New("in_subscription_key"), "text", [("Ocp-Apim-Subscription-Key", New("in_apim_key"))]),
            (Chat + "?answer=event", Body("in_failed_stream_prompt"), [("Authorization", "AWS4-HMAC-SHA256 Credential=" + New("in_aws_credential") + "/x, Signature=" + New("in_aws_signature"))]),
            (Chat + "?answer=string", Body("in_string_error_prompt"), [("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key." + New("in_websocket_protocol"))]),
            (Chat + "?answer=code", Body("in_code_error_prompt"), [("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + New("in_64_basic"))))]),
            ("/llm/v1beta/models/gemini-2.5-flash:generateContent?answer=gemini", Body("in_gemini_error_prompt"), []),
            ("/llm/api/chat?answer=string", Body("in_ollama_error_prompt"), []),
            ("/llm/model/anthropic.claude-sonnet-4-5-v1/converse?answer=detail", Body("in_bedrock_error_prompt"), []),
            ("/llm/v1/messages?answer=event", Body("in_failed_messages_prompt"), []),
            ("/own/v1/chat/completions", Body("in_prompt_to_own_key"), []),
            ("/dead/v1/chat/completions?key=" + New("to_dead_query"), Body("to_dead_prompt"), [("Authorization", "Bearer " + New("to_dead_header"))]),
            ("/tls/v1/chat/completions?key=" + New("to_tls_query"), Body("to_tls_prompt"), [("Authorization", "Bearer " + New("to_tls_header"))]),
        ];
        foreach (var (path, body, headers) in calls)
        {
            using var request = Calls.Post(sidecar, path, body, headers);
            try
            {
                using var answer = await http.SendAsync(request);
            }
            catch (HttpRequestException)
            {
                // Intentionally ignored: one of the answers is cut short.
            }
        }

        // No upstream of that name: answered by the sentinel, and no row.
        using var unknown = await http.GetAsync(new Uri(sidecar, "/" + New("as_upstream_name") + "/v1/models?key=" + New("to_no_upstream")));
        Assert.Equal(404, (int)unknown.StatusCode);
        return calls.Length;
    }

    /// <summary>Requests that are no HTTP, each with a secret in the broken part.</summary>
    public async Task BreakRequestsAsync(Uri port)
    {
        string[] broken =
        [
            $"GET /{New("as_broken_target")}\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"GET /x?key={New("with_broken_version")} HTTP/9.{New("as_broken_version")}\r\nHost: localhost\r\n\r\n",
            $"{New("as_request_line")}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer {New("without_colon")}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {New("with_nul")}\0\r\n\r\n",
            $"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {New("as_length")}\r\n\r\n",
            $"POST /llm/v1/files HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{New("as_chunk_size")}\r\n",
            $"GET / HTTP/1.1\r\nHost: {New("as_host")}/{New("as_host_path")}\r\n\r\n",
        ];
        foreach (var request in broken)
        {
            await using var client = await RawHttpClient.ConnectAsync(port);
            await client.SendAsync(request);
            client.ShutdownSend();
            await client.ReadToEndAsync();
        }
    }

    /// <summary>Requests to the admin port with a wrong token and with values that are not allowed.</summary>
    public async Task AskAdminWronglyAsync(HttpClient http, Uri admin, string token)
    {
        using var refused = new HttpRequestMessage(HttpMethod.Get, new Uri(admin, "/api/exchanges?token=" + New("as_token_query")));
        refused.Headers.TryAddWithoutValidation("Authorization", "Bearer " + New("as_wrong_token"));
        using var answer = await http.SendAsync(refused);
        Assert.Equal(401, (int)answer.StatusCode);

        using var bad = new HttpRequestMessage(HttpMethod.Get, new Uri(admin, "/api/exchanges?cursor=" + New("as_cursor") + "&from=" + New("as_time")));
        bad.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var wrong = await http.SendAsync(bad);
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    /// <summary>Answers with text that must not be kept: plain, streamed, compressed, as an error, cut short, as rubbish.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        var text = New("answered_text");
        response.Headers.SetCookie = "sid=" + New("set_cookie");
        response.ContentType = "application/json";
        switch (context.Request.Query["answer"])
        {
            case "error":
                response.StatusCode = 401;
                await response.WriteAsync("{\"error\":{\"message\":\"Incorrect API key provided: " + text + "\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\",\"param\":\"" + New("error_param") + "\"}}");
                break;
            case "string":
                response.StatusCode = 400;
                await response.WriteAsync("{\"error\":\"model is not there, you asked: " + text + "\"}");
                break;
            case "code":
                response.StatusCode = 403;
                await response.WriteAsync("{\"error\":{\"message\":\"no\",\"type\":\"" + text + "\",\"code\":\"" + New("error_code") + "\"}}");
                break;
            case "gemini":
                response.StatusCode = 400;
                await response.WriteAsync("{\"error\":{\"code\":400,\"message\":\"API key not valid: " + text + "\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"" + New("error_reason") + "\"}]}}");
                break;
            case "detail":
                response.StatusCode = 422;
                await response.WriteAsync("{\"detail\":[{\"msg\":\"" + text + "\"}],\"message\":\"" + New("error_message") + "\",\"__type\":\"" + New("error_type") + "\"}");
                break;
            case "event":
                response.ContentType = "text/event-stream";
                await response.WriteAsync("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"code\":\"" + New("event_code") + "\",\"message\":\"" + text + "\"}}\n\n");
                break;
            case "rubbish":
                await response.WriteAsync("<html>" + text + "{\"model\":");
                break;
            case "gzip":
                response.Headers.ContentEncoding = "gzip";
                await using (var gzip = new GZipStream(response.Body, CompressionLevel.Fastest))
                    await gzip.WriteAsync(Encoding.UTF8.GetBytes(Plain(text)));
                break;
            case "stream" or "cut":
                response.ContentType = "text/event-stream";
                await response.WriteAsync(Calls.Chunk.Replace("one two", text, StringComparison.Ordinal));
                await response.Body.FlushAsync();
                if (context.Request.Query["answer"] == "cut")
                    context.Abort();
                else
                    await response.WriteAsync("data: [DONE]\n\n");
                break;
            default:
                await response.WriteAsync(Plain(text));
                break;
        }
    }

    private static string Plain(string text) => Calls.Answer.Replace("\"hi\"", "\"" + text + "\"", StringComparison.Ordinal);

    private string Body(string name) =>
        $$"""{"model":"gpt-5.4","user":"{{New(name + "_user")}}","messages":[{"role":"user","content":"{{New(name)}} and more"}],"tools":[{"type":"function","function":{"description":"{{New(name + "_tool")}}","name":"t"} } ] }""";
}
