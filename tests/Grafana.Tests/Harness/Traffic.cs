using LlmSentinel.Functional.Harness;
using LlmSentinel.Simulator;
using LlmSentinel.Testing;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>A sidecar in front of a simulated provider, called without a break: streams, plain answers, errors, refusals.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";
    public const string Model = "gpt-5.4";
    public const string App = "shop";

    /// <summary>A name with a slash and dots, and without a price.</summary>
    public const string OddModel = "meta-llama/Llama-3.1";

    private readonly TempDirectory _spool;
    private readonly SimulatorHost _provider;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _calls;

    private Traffic(TempDirectory spool, SimulatorHost provider, SidecarUnderTest sidecar)
    {
        _spool = spool;
        _provider = provider;
        Sidecar = sidecar;
        _calls = CallAsync(_stop.Token);
    }

    /// <summary>What a careful person chooses instead of All.</summary>
    public static Choice Chosen { get; } = new(new Dictionary<string, string[]>
    {
        ["upstream"] = [OpenAI, Anthropic], ["model"] = [Model, OddModel, "claude-sonnet-5"], ["app"] = [App, "support/desk"],
    });

    public SidecarUnderTest Sidecar { get; }

    /// <summary>Starts it.</summary>
    /// <param name="influx">Address of the server that is the store.</param>
    /// <param name="database">Its database.</param>
    public static async Task<Traffic> StartAsync(string influx, string database)
    {
        var spool = new TempDirectory();
        var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        var sidecar = await SidecarUnderTest.StartAsync(
            $$"""
            upstreams:
              {{OpenAI}}: { preset: openai, address: "{{provider.Address.AbsoluteUri.TrimEnd('/')}}" }
              {{Anthropic}}: { preset: anthropic, address: "{{provider.Address.AbsoluteUri.TrimEnd('/')}}" }
            """,
            ("telemetry.labelApps", "true"), ("sampling.rate", "1"), ("capture.exchangeLimitBytes", "4KiB"),
            ("store.kind", "influxdb"), ("store.url", influx), ("store.bucket", database), ("store.spool.path", spool.File("points")),
            ("store.batch.age", "100ms"), ("store.rollups", "true"));
        return new Traffic(spool, provider, sidecar);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calls;
        await Sidecar.DisposeAsync();
        await _provider.DisposeAsync();
        _spool.Dispose();
        _stop.Dispose();
    }

    private async Task CallAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await ChatAsync(Model, streamed: true, App);
                await ChatAsync(Model, streamed: false, "support/desk");
                await ChatAsync(Model, streamed: false, App, (SimHeaders.Refuse, "1"));
                await ChatAsync(Model, streamed: true, App, (SimHeaders.Status, "500"));
                await ChatAsync(Model, streamed: false, App, (SimHeaders.Status, "429"));
                await ChatAsync(OddModel, streamed: false, App);
                // Longer than what is copied of a body: part of the call is not seen.
                await ChatAsync(Model, streamed: false, App, (SimHeaders.Tokens, "3000"));
                await SendAsync("/anthropic/v1/messages",
                    """{"model":"claude-sonnet-5","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"hello"}]}""", App);
                await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test ends.
        }
    }

    private Task ChatAsync(string model, bool streamed, string app, params (string, string)[] headers) => SendAsync(
        "/openai/v1/chat/completions",
        $$"""{"model":"{{model}}","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"hello there"}]}""", app, headers);

    private async Task SendAsync(string path, string body, string app, params (string, string)[] headers)
    {
        using var request = Calls.Post(Sidecar.Data, path, body, [("x-sentinel-app", app), .. headers]);
        using var answer = await Sidecar.Http.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
    }
}
