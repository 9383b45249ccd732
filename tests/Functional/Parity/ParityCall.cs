using System.Globalization;
using System.Text;
using System.Text.Json;
using LlmSentinel.Functional.Harness;

namespace LlmSentinel.Functional.Parity;

/// <summary>One streamed call of the parity run: what is asked, and what the client saw of it.</summary>
internal sealed class ParityCall(int number, int? leavesAfter)
{
    // Long enough to be under way whenever its client leaves; the others end by themselves.
    private const int EndlessTokens = 20_000;

    /// <summary>Its application, which is how its row is found.</summary>
    public string App { get; } = $"app-{number}";

    public string Upstream { get; } = (number % 5) switch { 0 or 1 => "oai", 2 => "ant", 3 => "gem", _ => "oll" };

    public string Model => "parity-" + Upstream;

    /// <summary>Number of reads after which the client leaves; null: it stays.</summary>
    public int? LeavesAfter { get; } = leavesAfter;

    /// <summary>Tokens the provider was told to answer with.</summary>
    public int Tokens { get; } = leavesAfter is null ? 20 + (number % 37) : EndlessTokens;

    /// <summary>Reasoning tokens it was told to add.</summary>
    public int Reasoning => Upstream is "oll" ? 0 : number % 3;

    /// <summary>Whether the client gets to see the usage: one in two OpenAI calls does not ask for it.</summary>
    public bool SeesUsage { get; } = number % 5 != 1;

    public string Answer { get; private set; } = "";

    public HttpRequestMessage Request(Uri sidecar)
    {
        var message = $$"""[{"role":"user","content":"Tell me of number {{number}}."}]""";
        var (path, body) = Upstream switch
        {
            "oai" => ("v1/chat/completions", $$"""{"model":"{{Model}}","stream":true,{{(SeesUsage ? "\"stream_options\":{\"include_usage\":true}," : "")}}"messages":{{message}}}"""),
            "ant" => ("v1/messages", $$"""{"model":"{{Model}}","stream":true,"max_tokens":100000,"messages":{{message}}}"""),
            "gem" => ($"v1beta/models/{Model}:streamGenerateContent{(number % 2 == 0 ? "?alt=sse" : "")}", $$"""{"contents":[{"role":"user","parts":[{"text":"Tell me of number {{number}}."}]}]}"""),
            _ => ("api/chat", $$"""{"model":"{{Model}}","messages":{{message}}}"""),
        };
        return Calls.Post(
            sidecar, $"/{Upstream}/{path}", body,
            ("x-sentinel-app", App),
            ("anthropic-version", "2023-06-01"),
            ("x-sim-tokens", Text(Tokens)),
            ("x-sim-chunks", Text(LeavesAfter is null ? 20 : EndlessTokens)),
            ("x-sim-interval-ms", "20"),
            ("x-sim-reasoning", Text(Reasoning)),
            ("x-sim-cache-share", number % 2 == 0 && Upstream is not "oll" ? "0.5" : "0"));
    }

    public async Task RunAsync(HttpClient client, Uri sidecar, Version version)
    {
        using var request = Request(sidecar);
        request.Version = version;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var seen = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var reads = 0; reads != LeavesAfter; reads++)
        {
            var count = await body.ReadAsync(buffer);
            if (count == 0)
                break;
            seen.Write(buffer, 0, count);
        }

        Answer = Encoding.UTF8.GetString(seen.ToArray());
    }

    /// <summary>The usage that stood in the answer.</summary>
    public SeenUsage Usage() => Upstream switch
    {
        "oai" => SeenUsage.OfChat(Events().Last(e => e.TryGetProperty("usage", out var u) && u.ValueKind == JsonValueKind.Object).GetProperty("usage")),
        "ant" => SeenUsage.OfMessages(
            Events().Single(e => e.GetProperty("type").GetString() == "message_start").GetProperty("message").GetProperty("usage"),
            Events().Last(e => e.GetProperty("type").GetString() == "message_delta").GetProperty("usage")),
        "gem" => SeenUsage.OfGemini(Events().Last(e => e.TryGetProperty("usageMetadata", out _)).GetProperty("usageMetadata")),
        _ => SeenUsage.OfOllama(JsonElement.Parse(Answer.TrimEnd('\n').Split('\n')[^1])),
    };

    private IEnumerable<JsonElement> Events() => Answer.StartsWith('[')
        ? JsonElement.Parse(Answer).EnumerateArray()
        : Answer.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line["data: ".Length..]));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
