using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// The caller's trace of the exchange this thread is recording, for listeners that keep an example of a measurement. Only traces the
/// caller records: another one cannot be looked up.
/// </summary>
public static class RecordedTrace
{
    private const int TraceIdLength = 32;

    [ThreadStatic]
    private static Exchange? _current;

    /// <summary>W3C trace id and the caller's span id; null when there is none to name.</summary>
    public static (string TraceId, string SpanId)? Current =>
        _current is { TraceId: { } trace, ParentSpanId: { } span } ? (trace, span) : null;

    /// <summary>Until the next call this thread records this exchange; null: none.</summary>
    internal static void Set(Exchange? exchange) =>
        _current = exchange is { ParentSampled: true, TraceId.Length: TraceIdLength, ParentSpanId.Length: TraceIdLength / 2 } ? exchange : null;
}
