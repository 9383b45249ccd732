namespace LlmSentinel.Core.Telemetry;

/// <summary>A bounded queue as others may look at it.</summary>
/// <param name="Name">Short name: capture, store, ...</param>
/// <param name="Depth">Items waiting; cheap and thread-safe.</param>
/// <param name="Capacity">Most items that may wait.</param>
public sealed record QueueGauge(string Name, Func<long> Depth, Func<long> Capacity);
