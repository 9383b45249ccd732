using System.Runtime;
using System.Security.Cryptography;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;

namespace LlmSentinel.Hosting.Warming;

/// <summary>
/// One call over a data port of its own, made on a second processor while the first one reads the configuration: server, forwarder and
/// client are loaded once the real data port opens, and its first call does not wait for them. Nothing is recorded.
/// </summary>
internal static class Rehearsal
{
    private const string Meter = "rehearsal";

    /// <summary>
    /// Begins, where it gains time: not with a single processor, and not where code is compiled ahead of time. Nobody need wait for the
    /// end; it never fails.
    /// </summary>
    public static Task Begin() =>
        JitInfo.GetCompiledMethodCount() > 0 && Environment.ProcessorCount > 1 ? Task.Run(CallOnceAsync) : Task.CompletedTask;

    private static async Task CallOnceAsync()
    {
        try
        {
            // The application key is drawn before anything listens, and the library behind it takes ten milliseconds to load.
            _ = RandomNumberGenerator.GetBytes(1);
            using var logging = SentinelLogging.CreateFactory(new LoggingOptions { Level = "none" });
            using var meters = new OwnMeters();
            await using var provider = await LoopbackProvider.StartAsync(logging, CancellationToken.None);
            await using var data = await ScratchPort.StartAsync(
                provider, [], new Discard(), new SentinelMetrics(meters, labelApps: false, Meter), logging, CancellationToken.None);
            await LoopbackClient.PostAsync(
                new Uri(data.Addresses[0]), "v1/chat/completions", """{"model":"gpt-5.4","messages":[{"role":"user","content":"warm"}]}""", CancellationToken.None);
        }
        catch (Exception)
        {
            // The start goes on as well without it. What is wrong with this machine's loopback the warm-up will say.
        }
    }

    private sealed class Discard : ICallQueue
    {
        public void Enqueue(CallObservation call) => call.Release();
    }
}
