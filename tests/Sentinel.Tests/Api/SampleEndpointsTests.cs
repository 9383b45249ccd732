using System.Net;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Wire;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Api;

public sealed class SampleEndpointsTests : IAsyncLifetime
{
    private AdminTestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AdminTestHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Find_ASample_EveryPartOfIt()
    {
        _host.Samples.Record(Sample(1));

        var (status, json) = await _host.GetAsync($"/api/samples/{Id(1)}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"id":"01985f00-0000-7000-8000-000000000001","startedAt":"2026-08-01T12:00:01+00:00","upstream":"openai","dialect":"openai-chat","operation":"chat","requestModel":"gpt-5.4","responseModel":"gpt-5.4-2026-03-05","app":"shop","outcome":"ok","streamed":true,"rate":0.05,"prompt":{"messages":[{"role":"user","text":"ask 1"}],"truncated":true},"answer":{"text":"answer 1","reasoning":"hm","toolCalls":[{"name":"f","arguments":"{}"}],"truncated":false,"complete":true}}""",
            json.GetRawText());
    }

    [Fact]
    public async Task List_Filtered_NewestFirst()
    {
        for (var i = 1; i <= 5; i++)
            _host.Samples.Record(Sample(i, upstream: i % 2 == 0 ? "azure" : "openai"));

        var (_, all) = await _host.GetAsync("/api/samples?limit=2");
        var (_, azure) = await _host.GetAsync("/api/samples?upstream=azure&outcome=ok&model=gpt-5.4-2026-03-05&streamed=true&app=shop&operation=chat");
        var (_, none) = await _host.GetAsync("/api/samples?outcome=timeout");

        Assert.Equal([Id(5), Id(4)], all.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));
        Assert.Equal([Id(4), Id(2)], azure.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));
        Assert.Empty(none.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/samples?limit=0", "limit")]
    [InlineData("/api/samples?cursor=x", "cursor")]
    [InlineData("/api/samples/abc", "id")]
    public async Task Get_AWrongParameter_IsRefusedByName(string path, string parameter)
    {
        var (status, json) = await _host.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(parameter, json.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Find_NotThere_404SaysWhy()
    {
        var (status, json) = await _host.GetAsync($"/api/samples/{Id(9)}");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("sampling.keep", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/samples")]
    [InlineData("/api/samples/01985f00-0000-7000-8000-000000000001")]
    public async Task Get_WithoutTheToken_IsRefused(string path)
    {
        await using var guarded = await AdminTestHost.StartAsync(token: "a-token");
        guarded.Samples.Record(Sample(1));

        using var answer = await guarded.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("answer 1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Guid Id(int number) => new($"01985f00-0000-7000-8000-00000000000{number}");

    private static ExchangeSample Sample(int number, string upstream = "openai") => new(
        SampleExchange.Chat with
        {
            Id = Id(number), StartedAt = SampleExchange.Start.AddSeconds(number), Upstream = upstream, Outcome = ExchangeOutcome.Ok, SampleRate = 0.05,
        },
        new SampledPrompt([new PromptMessage("user", $"ask {number}")], Truncated: true),
        new SampledAnswer($"answer {number}", "hm", [new ToolCallText("f", "{}")], Truncated: false, Complete: true));
}
