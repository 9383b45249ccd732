using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>Sample exchanges as a store gives them back: without what is not kept in rows.</summary>
internal static class Exchanges
{
    public static Exchange Sample { get; } = SampleExchange.Chat with { ServerAddress = null, ServerPort = null };

    /// <summary>The sample with an id of its own, started so many seconds later.</summary>
    public static Exchange At(double seconds)
    {
        var start = SampleExchange.Start.AddSeconds(seconds);
        return Sample with { Id = Guid.CreateVersion7(start), StartedAt = start };
    }

    public static List<Exchange> Series(int count, double step = 1) => [.. Enumerable.Range(0, count).Select(i => At(i * step))];
}
