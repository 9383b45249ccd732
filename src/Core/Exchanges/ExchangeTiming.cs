namespace LlmSentinel.Core.Exchanges;

/// <summary>
/// What an exchange took. Everything that starts "time to" is measured from the moment the request was sent upstream.
/// Null means the exchange had no such moment.
/// </summary>
public sealed record ExchangeTiming
{
    /// <summary>Request in to last byte out.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>To the first byte of the response head.</summary>
    public TimeSpan? TimeToFirstByte { get; init; }

    /// <summary>To the first complete event of a stream (OpenTelemetry: time to first chunk).</summary>
    public TimeSpan? TimeToFirstEvent { get; init; }

    /// <summary>TTFT: to the first output-bearing delta (text, reasoning, refusal, tool call, audio).</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>To the first delta of the visible answer (text or tool call, not reasoning).</summary>
    public TimeSpan? TimeToFirstAnswer { get; init; }

    /// <summary>Mean gap between output-bearing deltas. A delta is a chunk, not a token.</summary>
    public TimeSpan? InterChunkMean { get; init; }

    /// <summary>95th percentile of the gaps between output-bearing deltas.</summary>
    public TimeSpan? InterChunkP95 { get; init; }

    /// <summary>Longest gap between output-bearing deltas.</summary>
    public TimeSpan? InterChunkMax { get; init; }

    /// <summary>Number of output-bearing deltas.</summary>
    public int OutputChunks { get; init; }

    /// <summary>TPOT: (last output delta - first output delta) / (output tokens - 1). Null for fewer than two tokens.</summary>
    public TimeSpan? TimePerOutputToken { get; init; }

    /// <summary>The sidecar's own time on the way up: request in to upstream send.</summary>
    public TimeSpan? AddedRequest { get; init; }

    /// <summary>The sidecar's own time on the way down: first upstream body byte read to first byte given to the client's socket.</summary>
    public TimeSpan? AddedResponse { get; init; }

    /// <summary>Server-side time as the provider itself tells it (for example <c>openai-processing-ms</c>, llama.cpp timings).</summary>
    public TimeSpan? ProviderProcessing { get; init; }
}
