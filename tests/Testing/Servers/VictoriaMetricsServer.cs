using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Testing.Servers;

/// <summary>A real victoria-metrics on a free loopback port and a folder that goes away with it.</summary>
public sealed class VictoriaMetricsServer : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Process _process;
    private readonly HttpClient _client = new();

    private VictoriaMetricsServer(string program)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString();
        listener.Stop();
        Url = $"http://{address}";
        _process = Process.Start(new ProcessStartInfo(
            program,
            [
                $"-httpListenAddr={address}", $"-storageDataPath={_folder.File("data")}", "-retentionPeriod=100y",
                "-search.latencyOffset=0s", "-memory.allowedBytes=64MB",
            ])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<VictoriaMetricsServer> StartAsync()
    {
        var server = new VictoriaMetricsServer(External.RequireOrSkip("victoria-metrics"));
        await Eventually.TrueAsync(server.AnswersAsync, "victoria-metrics answers", TimeSpan.FromMinutes(1));
        return server;
    }

    /// <summary>Every series of a metric, as it is exported: one JSON object each.</summary>
    public async Task<IReadOnlyList<JsonElement>> ExportAsync(string metric)
    {
        await _client.GetStringAsync(new Uri(Url + "/internal/force_flush"));
        var text = await _client.GetStringAsync(new Uri($"{Url}/api/v1/export?match[]={metric}"));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"victoria-metrics ended with code {_process.ExitCode}.");
        try
        {
            using var answer = await _client.GetAsync(new Uri(Url + "/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
