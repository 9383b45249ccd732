using System.Text;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Functional.Secrets;

/// <summary>No credential, no prompt and no answer is left anywhere, whatever the log level.</summary>
public sealed class SecretsTests
{
    private const string AppName = "app-that-may-be-seen";
    private const string Running = "while running";

    private readonly SecretTraffic _traffic = new();

    [Fact]
    public async Task EverythingTheSidecarLeavesOrShows_HoldsNoKeyNoPromptNoAnswer()
    {
        await using var provider = await ScriptedUpstream.StartAsync(_traffic.AnswerAsync);
        await using var collector = await ScriptedUpstream.StartAsync(_ => Task.CompletedTask);
        using var folder = new TempDirectory();
        var token = _traffic.New("admin_token");
        await using var sentinel = await SentinelProcess.StartAsync(
            folder, Configuration(provider.BaseAddress, collector.BaseAddress, token), ("logging.level", "trace"));
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-sentinel-app", AppName);

        var calls = await _traffic.CallAsync(http, sentinel.Data);
        await _traffic.BreakRequestsAsync(sentinel.Data);
        await _traffic.BreakRequestsAsync(sentinel.Admin);
        await _traffic.AskAdminWronglyAsync(http, sentinel.Admin, token);

        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + token);
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync(new Uri(sentinel.Admin, "/api/exchanges?limit=100"))).Split("\"startedAt\"").Length > calls, "every call is written");
        await Eventually.TrueAsync(() => Pushes(collector, "/v1/traces").Any() && Pushes(collector, "/v1/metrics").Count() > 2, "metrics and spans are pushed");

        List<Artifact> artifacts = [.. await PagesAsync(http, sentinel.Admin), .. Files(folder, Running)];
        await sentinel.TerminateAsync();
        Assert.Equal(0, await sentinel.ExitCodeAsync());
        artifacts.AddRange(Files(folder, "after the end"));
        artifacts.AddRange(collector.Requests.Select(r => new Artifact("push to " + r.RawTarget, r.Body)));
        artifacts.Add(new Artifact("everything written", Encoding.UTF8.GetBytes(sentinel.Written)));

        // The search finds what may be there, and the secrets were where they belong.
        var seen = new Secret("app", AppName, "that-may-be-seen").FoundIn(artifacts).ToList();
        Assert.Contains(seen, place => place.Contains("sentinel.db-wal " + Running, StringComparison.Ordinal));
        Assert.Contains(seen, place => place.Contains("sentinel.db after the end", StringComparison.Ordinal));
        Assert.Contains(seen, place => place.Contains("/api/exchanges", StringComparison.Ordinal));
        Assert.Contains(seen, place => place.Contains("push to /v1/traces", StringComparison.Ordinal));
        var upstream = provider.Requests.Select(r => new Artifact("provider", Encoding.UTF8.GetBytes(r.RawHead + r.BodyText))).ToList();
        Assert.All(_traffic.Secrets.Where(s => s.Name.StartsWith(SecretTraffic.ReachesProvider, StringComparison.Ordinal)), s => Assert.NotEmpty(s.FoundIn(upstream)));
        Assert.Contains("carries no valid token", sentinel.Written, StringComparison.Ordinal);

        Assert.Empty(_traffic.Secrets.SelectMany(s => s.FoundIn(artifacts)));
    }

    private static IEnumerable<ReceivedRequest> Pushes(ScriptedUpstream collector, string path) => collector.Requests.Where(r => r.RawTarget == path);

    private static async Task<IEnumerable<Artifact>> PagesAsync(HttpClient http, Uri admin)
    {
        string[] paths =
        [
            "/", "/metrics", "/api/exchanges?limit=1000", "/api/summary", "/api/summary?groupBy=upstream,model,app,operation", "/api/config",
            "/api/status", "/healthz", "/readyz", "/openapi/v1.json",
        ];
        var pages = new List<Artifact>();
        foreach (var path in paths)
            pages.Add(new Artifact(path, await http.GetByteArrayAsync(new Uri(admin, path))));
        return pages;
    }

    private static List<Artifact> Files(TempDirectory folder, string when)
    {
        var files = new List<Artifact>();
        foreach (var path in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "sentinel.yaml"))
        {
            if (path.EndsWith(".lock", StringComparison.Ordinal) && when == Running)
                continue; // Nobody else may open it before the end.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            files.Add(new Artifact($"{Path.GetFileName(path)} {when}", bytes));
        }

        return files;
    }

    private string Configuration(Uri provider, Uri collector, string token) =>
        $$"""
        proxy: { defaultUpstream: "" }
        admin: { token: {{token}} }
        upstreams:
          llm: { preset: openai-compatible, address: "{{provider.AbsoluteUri.TrimEnd('/')}}" }
          own: { preset: openai, address: "{{provider.AbsoluteUri.TrimEnd('/')}}", apiKey: {{_traffic.New("in_configured_key")}} }
          dead: { preset: openai, address: "http://127.0.0.1:1", apiKey: {{_traffic.New("configured_for_dead")}} }
          tls: { preset: gemini, address: "https://127.0.0.1:{{provider.Port}}", apiKey: {{_traffic.New("configured_for_tls")}} }
        telemetry:
          otlp: { endpoint: "{{collector.AbsoluteUri.TrimEnd('/')}}", interval: 1s, headers: { authorization: "Bearer {{_traffic.New("otlp_header")}}" } }
        """;
}
