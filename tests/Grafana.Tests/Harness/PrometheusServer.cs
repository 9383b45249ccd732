using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>A real Prometheus that scrapes every second, on a free loopback port and a folder that goes away with it.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    /// <summary>What Grafana makes of the scrape interval: four scrapes.</summary>
    private const string RateInterval = "4s";

    private const int Window = 60;

    private readonly TempDirectory _folder = new();
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(string program, IReadOnlyList<Uri> targets)
    {
        var port = Ports.Free();
        File.WriteAllText(_folder.File("prometheus.yml"), $"""
            global: {"{"} scrape_interval: 1s, scrape_timeout: 1s {"}"}
            scrape_configs:
              - job_name: test
                static_configs:
                  - targets: [{string.Join(", ", targets.Select(target => $"\"{target.Authority}\""))}]
            """);
        _process = Process.Start(new ProcessStartInfo(program,
        [
            $"--config.file={_folder.File("prometheus.yml")}", $"--storage.tsdb.path={_folder.File("data")}", $"--web.listen-address=127.0.0.1:{port}",
            "--enable-feature=exemplar-storage", "--log.level=error",
        ]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public static async Task<PrometheusServer> StartAsync(params IReadOnlyList<Uri> targets)
    {
        var server = new PrometheusServer(External.RequireOrSkip("prometheus"), targets);
        await Eventually.TrueAsync(server.ReadyAsync, "Prometheus is ready");
        return server;
    }

    /// <summary>How many series with a number a panel's question finds, asked as Grafana asks it.</summary>
    /// <exception cref="InvalidOperationException">Prometheus does not take the query.</exception>
    public async Task<int> CountAsync(string query, bool instant)
    {
        var text = query
            .Replace("$__rate_interval", RateInterval, StringComparison.Ordinal)
            .Replace("$__range_s", Window.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$__range", $"{Window}s", StringComparison.Ordinal)
            .Replace("$__interval", "1s", StringComparison.Ordinal);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var answer = await PostAsync(instant ? "query" : "query_range", instant
            ? [new("query", text), new("time", $"{now}")]
            : [new("query", text), new("start", $"{now - Window}"), new("end", $"{now}"), new("step", "1")]);
        return answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Count(HasNumber);
    }

    /// <summary>The data of an answer of its API.</summary>
    public async Task<JsonElement> AskAsync(string path, string query) =>
        JsonElement.Parse(await _client.GetStringAsync($"/api/v1/{path}?{query}")).GetProperty("data");

    /// <summary>Values of a label of the series that a selector finds.</summary>
    public async Task<IReadOnlyList<string>> LabelValuesAsync(string selector, string label)
    {
        using var answer = JsonDocument.Parse(await _client.GetStringAsync($"/api/v1/label/{label}/values?match[]={Uri.EscapeDataString(selector)}"));
        return [.. answer.RootElement.GetProperty("data").EnumerateArray().Select(value => value.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static bool HasNumber(JsonElement series) =>
        (series.TryGetProperty("values", out var values) ? [.. values.EnumerateArray()] : new[] { series.GetProperty("value") })
            .Any(value => value[1].GetString() is not ("NaN" or "+Inf" or "-Inf"));

    private async Task<JsonDocument> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var answer = await _client.PostAsync($"/api/v1/{path}", new FormUrlEncodedContent(form));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException($"{form.First().Value}: {text}");
    }

    private async Task<bool> ReadyAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with code {_process.ExitCode}.");
        try
        {
            using var answer = await _client.GetAsync("/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
