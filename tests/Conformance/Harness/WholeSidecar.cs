using LlmSentinel.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Conformance.Harness;

/// <summary>What <c>sentinel serve</c> runs, in this process and on free ports, from a configuration file of its own.</summary>
internal sealed class WholeSidecar(SentinelHost host, TempDirectory folder) : ISidecarUnderTest
{
    /// <summary>Starts a sidecar with an upstream per provider, each leading to <paramref name="simulator"/>.</summary>
    public static async Task<ISidecarUnderTest> StartAsync(Uri simulator)
    {
        var folder = new TempDirectory();
        var file = folder.File("sentinel.yaml");

        // maxApps: every scenario is an application of its own, so that its row is found by name.
        await File.WriteAllTextAsync(file, $$"""
            proxy: { listen: ["127.0.0.1:0"], maxApps: 1000, drainTimeout: 1s, warmUp: false }
            admin: { listen: "127.0.0.1:0" }
            logging: { level: warning }
            store: { path: "{{folder.File("sentinel.db")}}" }
            upstreams:
              openai: { address: "{{simulator}}" }
              azure: { address: "{{simulator}}" }
              anthropic: { address: "{{simulator}}" }
              gemini: { address: "{{simulator}}" }
              ollama: { address: "{{simulator}}" }
            """);
        var loaded = new ConfigurationLoader(new Dictionary<string, string>(), folder.Path).Load(file);
        Assert.Empty(loaded.Errors);
        return new WholeSidecar(await FullEdition.StartAsync(loaded.Snapshot!, null, null, CancellationToken.None), folder);
    }

    public Uri Upstream(string name) => new(host.DataAddresses[0], name + "/");

    public async Task<Exchange> RowAsync(string app)
    {
        var store = host.Services.GetRequiredService<IExchangeStore>();
        var query = new ExchangeQuery { App = app };
        var page = await Eventually.ValueAsync(
            async () => await store.QueryAsync(query, CancellationToken.None) is { Items.Count: > 0 } found ? found : null,
            $"a row of {app} is stored");
        return Assert.Single(page.Items);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }
}
