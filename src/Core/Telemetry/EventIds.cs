namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Ids of log events, in blocks by stage. An id is never used again for something else. Each is explained in docs/events.md;
/// a convention test compares the two.
/// 1000 proxy and capture, 1100 pipeline, 1200 wire, 1300 pricing, 1400 storage, 2100 admin API, 2200 verbs, 2300 configuration.
/// </summary>
public static class EventIds
{
}
