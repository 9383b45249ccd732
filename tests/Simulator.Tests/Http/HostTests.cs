using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace LlmSentinel.Simulator.Tests.Http;

public sealed class HostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Http2Port_SpeaksHttp2WithoutTls()
    {
        await using var host = await SimulatorHost.StartAsync(new SimulatorOptions { Http2Port = 0, KeepRequests = 1 }, Cancel);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await client.PostAsJsonAsync(new Uri(host.Http2Address!, Requests.ChatPath), Requests.Chat(stream: true), Cancel);

        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("HTTP/2", host.Requests[0].Protocol);
    }

    [Fact]
    public async Task MapSimulator_AnswersInsideAnotherApplication()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var application = builder.Build();
        var engine = new SimulatorEngine(new SimulatorOptions());
        application.MapSimulator(engine);
        await application.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };

        using var response = await client.PostAsJsonAsync(Requests.ChatPath, Requests.Chat(), Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, engine.Stats.Totals.Completed);
    }

    [Fact]
    public async Task Dispose_CutsWhatIsStillBeingAnswered()
    {
        var host = await SimulatorHost.StartAsync(new SimulatorOptions(), Cancel);
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, Requests.ChatPath) { Content = JsonContent.Create(Requests.Chat(stream: true)) };
        request.Headers.Add("x-sim-fail", "stall");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);

        await host.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(0, host.Stats.Totals.InFlight);
    }

    [Fact]
    public async Task Upload_IsCountedAndNotHeld()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using var content = new StreamContent(new MemoryStream(new byte[5_000_000]));

        using var response = await sim.Client.PostAsync("/v1/files", content, Cancel);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(5_000_000, json.RootElement.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/api/tags")]
    [InlineData("POST", "/v1/messages/count_tokens")]
    [InlineData("POST", "/v1/nothing")]
    public async Task StatusHeader_WorksOnEveryPath(string method, string path)
    {
        await using var sim = await SimulatorFixture.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("x-sim-status", "503");

        using var response = await sim.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }
}
