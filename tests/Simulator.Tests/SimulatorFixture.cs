using System.Net.Http.Json;
using System.Text.Json;

namespace LlmSentinel.Simulator.Tests;

/// <summary>A simulator of its own for each test, with a client that speaks to it.</summary>
internal sealed class SimulatorFixture : IAsyncDisposable
{
    private SimulatorFixture(SimulatorHost host)
    {
        Host = host;
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public SimulatorHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<SimulatorFixture> StartAsync(SimulatorOptions? options = null) =>
        new(await SimulatorHost.StartAsync(options ?? new SimulatorOptions(), TestContext.Current.CancellationToken));

    private static HttpRequestMessage Post(string path, object body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var request = Post(path, body, headers);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> JsonAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(path, body, headers);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public async Task<string> TextAsync(string path, object body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(path, body, headers);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<SseEvent>> EventsAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SseEvent.Parse(await TextAsync(path, body, headers));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
