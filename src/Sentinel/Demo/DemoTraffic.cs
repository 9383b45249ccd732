using System.Net.Http.Headers;
using System.Text;
using LlmSentinel.Simulator;

namespace LlmSentinel.Sentinel.Demo;

/// <summary>The applications of the demo, calling the sidecar over real connections until cancelled.</summary>
internal sealed class DemoTraffic : IDisposable
{
    private static readonly string[] Questions =
    [
        "How do I keep roses healthy through a dry summer?", "Where is my order and when will it arrive?", "Write a short note about the river walk.",
        "Which window lets in the least noise?", "Summarize the report of last season in two sentences.", "What should I plant next to tomatoes?",
        "Can I still change the address of my delivery?", "Explain how a heat pump works to a child.", "Suggest a name for a small bakery.",
    ];

    private readonly HttpClient _client;
    private readonly ulong _seed;

    public DemoTraffic(Uri sidecar, ulong seed)
    {
        _client = new HttpClient { BaseAddress = sidecar, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo");
        _seed = seed;
    }

    /// <summary>Returns when every caller has stopped.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        from caller in DemoCaller.All.Index()
        from worker in Enumerable.Range(0, caller.Item.Workers)
        select WorkAsync(caller.Item, new Random(unchecked((int)_seed + (caller.Index * 1000) + worker)), cancellationToken));

    public void Dispose() => _client.Dispose();

    private async Task WorkAsync(DemoCaller caller, Random random, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(caller.Pause * -Math.Log(1 - random.NextDouble()), TimeProvider.System, cancellationToken);
                await CallAsync(caller, random, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The demo ends.
        }
    }

    private async Task CallAsync(DemoCaller caller, Random random, CancellationToken cancellationToken)
    {
        // Every fifth question has a known right answer.
        var question = random.Next(5) == 0
            ? KnownQuestions.All[random.Next(KnownQuestions.All.Count)].Question
            : Questions[random.Next(Questions.Length)];
        var leaves = random.NextDouble() < caller.LeavesEarly;
        using var request = new HttpRequestMessage(HttpMethod.Post, caller.Path);
        request.Content = new StringContent(caller.Body(question), Encoding.UTF8, "application/json");
        request.Headers.Add("x-sentinel-app", caller.App);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[8192];
            while (await body.ReadAsync(buffer, cancellationToken) > 0)
                if (leaves) return;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // What a caller sees of a failing provider; the sidecar has it in its records.
        }
    }
}
