using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>Exchanges of the same tags, each with an id of its own.</summary>
internal static class Points
{
    /// <param name="count">How many.</param>
    /// <param name="sameMicrosecond">So many start at once.</param>
    /// <param name="step">Between those that do not; a microsecond when not said.</param>
    public static List<Exchange> Make(int count, int sameMicrosecond = 1, TimeSpan? step = null) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var start = Exchanges.Sample.StartedAt + ((step ?? TimeSpan.FromMicroseconds(1)) * (i / sameMicrosecond));
            return Exchanges.Sample with { Id = Guid.CreateVersion7(start), StartedAt = start };
        }),
    ];
}
