using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Functional.Exporting;

/// <summary>Exports and imports on the database of a sentinel that is running.</summary>
public sealed class BesideASentinelTests
{
    [Fact]
    public async Task Export_WhileCallsAreRecorded_GivesWhatIsThere_AndNoRowIsLost()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using var sentinel = await SentinelProcess.StartAsync(
            folder, $$"""upstreams: { llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}" } }""");
        using var http = new HttpClient();
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var traffic = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var request = Calls.Post(sentinel.Data, "/v1/chat/completions", Calls.ChatBody);
                using var answer = await http.SendAsync(request);
                answer.EnsureSuccessStatusCode();
                Interlocked.Increment(ref calls);
            }
        });

        await Eventually.TrueAsync(() => Volatile.Read(ref calls) > 100 && File.Exists(folder.File("sentinel.db")), "calls are recorded");
        var counts = new List<int>();
        foreach (var format in new[] { "csv", "jsonl", "parquet" })
        {
            await folder.SucceedAsync("sentinel.db", "export", "--output", $"all.{format}");
            await folder.SucceedAsync("copy.db", "import", $"all.{format}");
            counts.Add((await StoredRows.ReadAsync(folder.File("copy.db"))).Count);
        }

        var refusal = await folder.RunAsync("sentinel.db", null, "import", "all.csv");
        await stop.CancelAsync();
        await traffic;
        await sentinel.TerminateAsync();
        Assert.Equal(0, await sentinel.ExitCodeAsync());

        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains("sentinel.db is written by another sentinel; stop that one", refusal.Error, StringComparison.Ordinal);
        Assert.Equal(counts.Order(), counts);
        Assert.NotEqual(0, counts[0]);
        Assert.Equal(calls, (await StoredRows.ReadAsync(folder.File("sentinel.db"))).Count);
    }
}
