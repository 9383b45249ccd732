using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>What the shipper counts, for whoever looks. Written by one thread, read by any.</summary>
/// <param name="store">Name of the store.</param>
/// <param name="destination">Where on the server the points go, as <see cref="ISpoolStatus.Destination"/>.</param>
/// <param name="metrics">Where requests are counted; null for nowhere.</param>
internal sealed class DeliveryFigures(string store, string destination, SentinelMetrics? metrics)
{
    private readonly LabelledCounts _quarantined = new();
    private long _delivered;
    private long _retries;

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Retries => Interlocked.Read(ref _retries);

    public ClockSkew Clock { get; } = new();

    public IReadOnlyList<ReasonCount> Quarantined => [.. _quarantined.Snapshot().Select(q => new ReasonCount(q.Second, q.Count))];

    public void Took(long points) => Interlocked.Add(ref _delivered, points);

    public void SetAside(string word, int points) => _quarantined.Add(store, word, points);

    public void Retried() => Interlocked.Increment(ref _retries);

    public void Answered(WriteResult result, TimeSpan elapsed) => metrics?.StoreAnswered(store, destination, Word(result), elapsed);

    private static string Word(WriteResult result) => result switch
    {
        WriteResult.Written => "written",
        WriteResult.Refused => "refused",
        WriteResult.TooLarge => "too_large",
        WriteResult.Busy => "busy",
        WriteResult.Unauthorized => "unauthorized",
        WriteResult.NotFound => "not_found",
        WriteResult.ServerError => "server_error",
        WriteResult.Unreachable => "unreachable",
        WriteResult.TimedOut => "timed_out",
        _ => "unexpected",
    };
}
