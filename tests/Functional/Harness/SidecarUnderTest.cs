using System.Globalization;
using System.Text.Json;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Functional.Harness;

/// <summary>
/// The whole sidecar in this process, on free ports of 127.0.0.1, with its database in a folder of its own. What a test does not set is
/// as shipped, but for a short drain time, no warm-up and a silent log.
/// </summary>
internal sealed class SidecarUnderTest : IAsyncDisposable
{
    private readonly TempDirectory _folder;
    private readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }) { Timeout = TimeSpan.FromMinutes(10) };

    private SidecarUnderTest(TempDirectory folder, SentinelHost host)
    {
        _folder = folder;
        Host = host;
        Data = host.DataAddresses[0];
        Admin = host.AdminAddress;
    }

    public SentinelHost Host { get; }

    /// <summary>The data port.</summary>
    public Uri Data { get; }

    /// <summary>The admin port.</summary>
    public Uri Admin { get; }

    /// <summary>The folder that holds the database.</summary>
    public string Folder => _folder.Path;

    /// <summary>The database file.</summary>
    public string Database => _folder.File("sentinel.db");

    /// <summary>The file it was started with and watches, if it was.</summary>
    public string ConfigurationFile => _folder.File("sentinel.yaml");

    public IExchangeStore Store => Host.Services.GetRequiredService<IExchangeStore>();

    public IStoreStatus StoreStatus => Host.Services.GetRequiredService<IStoreStatus>();

    public TelemetrySources Sources => Host.Services.GetRequiredService<TelemetrySources>();

    public CaptureBudget Budget => Host.Services.GetRequiredService<CaptureBudget>();

    /// <summary>A client for both ports.</summary>
    public HttpClient Http => _http;

    /// <summary>One upstream, named <c>llm</c>, which also is the default one.</summary>
    /// <param name="upstream">Its address.</param>
    /// <param name="preset">What it is.</param>
    /// <param name="settings">Further settings as dotted keys, such as <c>proxy.drainTimeout</c>.</param>
    public static Task<SidecarUnderTest> InFrontOfAsync(Uri upstream, string preset = "openai-compatible", params (string Key, string Value)[] settings) =>
        StartAsync(
            $$"""
            upstreams:
              llm: { preset: {{preset}}, address: "{{upstream.AbsoluteUri.TrimEnd('/')}}" }
            """,
            settings);

    /// <summary>The same with an edition of the test's own.</summary>
    public static Task<SidecarUnderTest> InFrontOfAsync(Uri upstream, Edition edition, params (string Key, string Value)[] settings) =>
        StartAsync(edition, OpenAiCompatible(upstream), settings);

    /// <summary>With a configuration of the test's own.</summary>
    public static Task<SidecarUnderTest> StartAsync(string yaml, params (string Key, string Value)[] settings) =>
        StartAsync(FullEdition.Instance, yaml, settings);

    private static string OpenAiCompatible(Uri upstream) =>
        $$"""upstreams: { llm: { preset: openai-compatible, address: "{{upstream.AbsoluteUri.TrimEnd('/')}}" } }""";

    private static async Task<SidecarUnderTest> StartAsync(Edition edition, string yaml, params (string Key, string Value)[] settings)
    {
        var folder = new TempDirectory();
        try
        {
            var loader = new ConfigurationLoader(Environment(folder, settings), folder.Path);
            var host = await SentinelHost.StartAsync(edition, loader.LoadText(yaml).GetSnapshot(), loader: null, path: null, CancellationToken.None);
            return new SidecarUnderTest(folder, host);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>With a configuration file in its folder, which it watches.</summary>
    public static async Task<SidecarUnderTest> WatchingAsync(string yaml, params (string Key, string Value)[] settings)
    {
        var folder = new TempDirectory();
        try
        {
            var file = folder.File("sentinel.yaml");
            await File.WriteAllTextAsync(file, yaml);
            var loader = new ConfigurationLoader(Environment(folder, settings), folder.Path);
            return new SidecarUnderTest(folder, await FullEdition.StartAsync(loader.Load(file).GetSnapshot(), loader, file, CancellationToken.None));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The environment variables that stand for settings.</summary>
    public static Dictionary<string, string> Environment(TempDirectory folder, params (string Key, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        (string, string)[] defaults =
        [
            ("proxy.listen", "127.0.0.1:0"),
            ("proxy.drainTimeout", "5s"),
            ("proxy.warmUp", "false"),
            ("admin.listen", "127.0.0.1:0"),
            ("store.path", folder.File("sentinel.db")),
            ("logging.level", "none"),
        ];
        foreach (var (key, value) in defaults.Concat(settings))
            environment["SENTINEL__" + key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()] = value;
        return environment;
    }

    /// <summary>Waits until so many calls are recorded, then returns every row, oldest first.</summary>
    public async Task<IReadOnlyList<Exchange>> RowsAsync(int count = 1)
    {
        await Eventually.TrueAsync(() => StoreStatus.Written >= count, $"{count} rows are written", TimeSpan.FromMinutes(2));
        return await StoredAsync();
    }

    /// <summary>Waits for the one call there was.</summary>
    public async Task<Exchange> RowAsync() => Assert.Single(await RowsAsync());

    /// <summary>Every row there is now, oldest first.</summary>
    public Task<IReadOnlyList<Exchange>> StoredAsync() => Store.AllAsync();

    /// <summary>A page of the admin port as text.</summary>
    public Task<string> GetAdminAsync(string path) => _http.GetStringAsync(new Uri(Admin, path));

    /// <summary>A page of the admin port as JSON.</summary>
    public async Task<JsonElement> GetJsonAsync(string path) => JsonElement.Parse(await GetAdminAsync(path));

    /// <summary>Status of the readiness probe.</summary>
    public async Task<int> ReadyAsync()
    {
        using var answer = await _http.GetAsync(new Uri(Admin, "/readyz"));
        return (int)answer.StatusCode;
    }

    /// <summary>Sum of a metric over all its series; 0 when it has none.</summary>
    public async Task<double> MetricAsync(string name, string labels = "") =>
        (await GetAdminAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Where(line => line.Contains(labels, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>Waits until no call is under way, none waits to be read, and every copy of a body was given back. The store may lag.</summary>
    public async Task IdleAsync()
    {
        await Eventually.TrueAsync(() => Sources.InFlight.Total == 0, "no call is in flight");
        await Eventually.TrueAsync(() => Sources.Queues.All(q => q.Name == StoreStatus.Name || q.Depth() == 0), "no call waits to be read");
        await Eventually.TrueAsync(() => Budget.Used == 0, "every copy of a body is given back");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
