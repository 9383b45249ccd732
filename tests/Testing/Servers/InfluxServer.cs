using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Testing.Servers;

/// <summary>
/// A real influxd (1.x) with a database of its own, on free loopback ports and a folder that goes away with it. Can be stopped and started
/// again with what it holds.
/// </summary>
public sealed class InfluxServer : IAsyncDisposable
{
    /// <summary>Its database.</summary>
    public const string Database = "sentinel";

    private readonly TempDirectory _folder = new();
    private readonly HttpClient _client;
    private readonly string _program;
    private readonly (string? Name, string? Password) _user;
    private Process? _process;

    private InfluxServer(string program, string? user, string? password)
    {
        _program = program;
        _user = (user, password);
        var (http, rpc) = (FreePort(), FreePort());
        File.WriteAllText(_folder.File("influxdb.conf"), $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{rpc}"
            [meta]
              dir = "{_folder.File("meta")}"
            [data]
              dir = "{_folder.File("data")}"
              wal-dir = "{_folder.File("wal")}"
            [http]
              bind-address = "127.0.0.1:{http}"
              log-enabled = false
              auth-enabled = {(user is null ? "false" : "true")}
            """);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
        if (user is not null)
            _client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>Its address.</summary>
    public string Url => _client.BaseAddress!.AbsoluteUri;

    /// <summary>One that does not run yet, or skips the test. With a user it asks everybody for user and password, and this is its administrator.</summary>
    public static InfluxServer Stopped(string? user = null, string? password = null) => new(External.RequireOrSkip("influxd"), user, password);

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<InfluxServer> StartAsync(string? user = null, string? password = null)
    {
        var server = Stopped(user, password);
        await server.RunAsync();
        return server;
    }

    /// <summary>Starts it; returns when it answers and has its database.</summary>
    public async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_program, ["run", "-config", _folder.File("influxdb.conf")])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(AnswersAsync, "influxd answers", TimeSpan.FromMinutes(1));
        if (_user.Name is { } user)
            await QueryAsync($"CREATE USER \"{user}\" WITH PASSWORD '{_user.Password}' WITH ALL PRIVILEGES");
        await QueryAsync($"CREATE DATABASE {Database}");
    }

    /// <summary>Kills it; what it acknowledged is there when it runs again.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Writes lines; the server's answer to what it does not take, else empty.</summary>
    public async Task<string> WriteAsync(ReadOnlyMemory<byte> lines)
    {
        using var answer = await _client.PostAsync($"/write?db={Database}&precision=ns", new ReadOnlyMemoryContent(lines));
        return answer.StatusCode == HttpStatusCode.NoContent ? "" : await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Rows of the first series of a query, by column name.</summary>
    public async Task<List<Dictionary<string, JsonElement>>> QueryAsync(string query, string database = Database)
    {
        using var answer = await _client.PostAsync(
            $"/query?db={Uri.EscapeDataString(database)}&epoch=ns", new FormUrlEncodedContent([new("q", query)]));
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        if (!json.RootElement.GetProperty("results")[0].TryGetProperty("series", out var series))
            return [];
        var columns = series[0].GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToList();
        return
        [
            .. series[0].GetProperty("values").EnumerateArray()
                .Select(row => columns.Zip(row.EnumerateArray()).ToDictionary(c => c.First, c => c.Second.Clone())),
        ];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await KillAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"influxd ended with code {_process.ExitCode}."));
        try
        {
            using var answer = await _client.GetAsync("/ping");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
