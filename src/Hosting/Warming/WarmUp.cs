using System.Diagnostics;
using System.Runtime;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting.Warming;

/// <summary>
/// Runs the path of a call against itself until the code that was compiled quickly has been compiled well, so that the first real calls
/// are not the ones that pay for it. Never fails a start; where code is compiled ahead of time there is nothing to do.
/// </summary>
public static partial class WarmUp
{
    // The runtime compiles a method again after 30 calls, 100 ms after it last met a new one.
    private const int CallsARound = 40;
    private const double StillGettingFaster = 0.9;
    private static readonly TimeSpan Recompiling = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1500);

    private static readonly (string Path, string Body)[] Calls =
    [
        ("openai/v1/chat/completions", """{"model":"gpt-5.4","messages":[{"role":"user","content":"warm"}]}"""),
        ("openai/v1/chat/completions", """{"model":"gpt-5.4","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"warm"}]}"""),
        ("v1/chat/completions", """{"model":"gpt-5.4","stream":true,"messages":[{"role":"user","content":"warm"}]}"""),
        ("anthropic/v1/messages", """{"model":"claude-sonnet-4-5","stream":true,"max_tokens":20,"messages":[{"role":"user","content":"warm"}]}"""),
        ("ollama/api/chat", """{"model":"llama3.2","messages":[{"role":"user","content":"warm"}]}"""),
    ];

    /// <summary>Returns when the path is warm, after 1.5 s, or when told to stop; whatever goes wrong is logged.</summary>
    public static Task RunAsync(SidecarServices services, CancellationToken cancellationToken) =>
        RunAsync(services, ScratchPath.StartAsync, cancellationToken);

    internal static async Task RunAsync(
        SidecarServices services, Func<IServiceProvider, CancellationToken, Task<ScratchPath>> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Nothing is compiled just in time in native code.
        if (JitInfo.GetCompiledMethodCount() == 0)
            return;
        var logger = services.Provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WarmUp));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        var began = Stopwatch.GetTimestamp();
        var rounds = 0;
        try
        {
            await using var path = await open(services.Provider, limit.Token);
            var before = TimeSpan.MaxValue;
            for (var now = await RoundAsync(path, limit.Token); now < before * StillGettingFaster; now = await RoundAsync(path, limit.Token))
            {
                rounds++;
                before = now;
                await Task.Delay(Recompiling, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Long enough, or the process stops.
        }
        catch (Exception e)
        {
            LogFailed(logger, e.GetType().Name, e.Message);
            return;
        }

        // What the warm-up filled is not kept; collected now, before anybody waits for a call.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        LogDone(logger, rounds, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static async Task<TimeSpan> RoundAsync(ScratchPath path, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < CallsARound; i++)
        {
            foreach (var (target, body) in Calls)
                await LoopbackClient.PostAsync(path.Address, target, body, cancellationToken);
        }

        await path.ScrapeAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(began);
    }

    [LoggerMessage(EventIds.WarmUpDone, LogLevel.Debug, "The path of a call is warm after {Rounds} rounds and {Milliseconds} ms.")]
    private static partial void LogDone(ILogger logger, int rounds, long milliseconds);

    [LoggerMessage(EventIds.WarmUpFailed, LogLevel.Warning, "The path of a call could not be warmed ({Error}: {Reason}); the first calls take some milliseconds longer.")]
    private static partial void LogFailed(ILogger logger, string error, string reason);
}
