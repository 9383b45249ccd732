using static LlmSentinel.Core.Telemetry.InstrumentKind;
using static LlmSentinel.Core.Telemetry.MetricTags;

namespace LlmSentinel.Core.Telemetry;

/// <summary>The table of all instruments. <see cref="SentinelMetrics"/> makes them, exporters look their labels up here.</summary>
public static class Instruments
{
    private static readonly string[] GenAi =
        [GenAiOperation, GenAiProvider, GenAiRequestModel, GenAiResponseModel, MetricTags.ServerAddress, ServerPort];

    private static readonly string[] Series = [Upstream, Model, Operation];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InstrumentDefinition> All { get; } =
    [
        new(MetricNames.GenAiTokenUsage, Histogram, "{token}",
            "Tokens billed for a call, input (cached included) and output (reasoning included) apart. Nothing is recorded where no count is known.",
            [.. GenAi, GenAiTokenType, App], MetricBuckets.GenAiTokens),
        new(MetricNames.GenAiOperationDuration, Histogram, "s",
            "Whole duration of a GenAI call.", [.. GenAi, ErrorType, App], MetricBuckets.GenAiSeconds),
        new(MetricNames.GenAiTimeToFirstChunk, Histogram, "s",
            "From the request sent upstream to the first event of a stream.", [.. GenAi, App], MetricBuckets.GenAiSeconds),
        new(MetricNames.GenAiTimePerOutputChunk, Histogram, "s",
            "Mean gap between the output chunks of a stream, recorded once per call: the conventions ask for one record per chunk.", [.. GenAi, App], MetricBuckets.GenAiSeconds),

        new(MetricNames.Exchanges, Counter, "{exchange}",
            "Finished exchanges by how they ended.", [.. Series, Outcome, Streamed, App]),
        new(MetricNames.ExchangeDuration, Histogram, "s",
            "Request in to last byte out.", [.. Series, Outcome, App], MetricBuckets.LongCallSeconds),
        new(MetricNames.TimeToFirstByte, Histogram, "s",
            "From the request sent upstream to the first byte of the response head.", [.. Series, App], MetricBuckets.LongCallSeconds),
        new(MetricNames.TimeToFirstToken, Histogram, "s",
            "From the request sent upstream to the first output of a stream: text, reasoning, refusal, tool call or audio.",
            [.. Series, App], MetricBuckets.LongCallSeconds),
        new(MetricNames.TimePerOutputToken, Histogram, "s",
            "First to last output of a stream, divided by output tokens less one.", [.. Series, App], MetricBuckets.PerTokenSeconds),
        new(MetricNames.InterChunkMax, Histogram, "s",
            "Longest silence between two outputs of a stream.", [.. Series, App], MetricBuckets.LongCallSeconds),
        new(MetricNames.FinishReasons, Counter, "{exchange}",
            "Exchanges of generated answers by why generation ended; a refusal counts as content_filter.", [Upstream, Model, Reason, App]),
        new(MetricNames.ExchangesInFlight, Gauge, "{exchange}", "Calls under way.", [Upstream]),
        new(MetricNames.ExchangeBytes, Counter, "By", "Body bytes sent upstream (request) and received (response).", [Upstream, Direction]),
        new(MetricNames.AddedTime, Histogram, "s",
            "The sidecar's own time: request in to upstream send (request), first body byte from upstream to first byte to the client (response).",
            [Upstream, Direction], MetricBuckets.AddedSeconds),

        new(MetricNames.Tokens, Counter, "{token}",
            "Tokens by kind. cache_read and cache_write are parts of input, reasoning is a part of output: do not add them up.",
            [Upstream, Model, TokenType, Source, App]),
        new(MetricNames.Usage, Counter, "{exchange}", "Exchanges by where their token counts come from.", [.. Series, Source]),
        new(MetricNames.Cost, Counter, "{USD}", "Cost of exchanges with a known price, in US dollars.", [Upstream, Model, Source, App]),
        new(MetricNames.CostUnknown, Counter, "{exchange}", "Exchanges with token counts whose price nobody knows.", [Upstream, Model]),
        new(MetricNames.PricingInfo, Gauge, "", "Always 1; the label tells the version of the price list in use.", [MetricTags.Version]),

        new(MetricNames.RateLimitRemaining, Gauge, "{item}", "What the provider's headers last said is left in the window.", [Upstream, Model, Resource]),
        new(MetricNames.RateLimitLimit, Gauge, "{item}", "What the provider's headers last said is allowed in the window.", [Upstream, Model, Resource]),

        new(MetricNames.QueueDepth, Gauge, "{item}", "Items waiting.", [Queue]),
        new(MetricNames.QueueCapacity, Gauge, "{item}", "Most items that may wait; further ones are dropped.", [Queue]),
        new(MetricNames.QueueDropped, Counter, "{item}", "Items dropped instead of delaying a call.", [Queue, Reason]),
        new(MetricNames.CaptureUsed, Gauge, "By", "Memory held by copies of bodies waiting to be read.", []),
        new(MetricNames.CaptureLimit, Gauge, "By", "Most memory copies of bodies may hold.", []),
        new(MetricNames.ObservationGaps, Counter, "{exchange}", "Exchanges of which something could not be seen.", [Upstream, Reason]),
        new(MetricNames.StageDuration, Histogram, "s", "Time a stage behind the forwarder spends on one exchange.", [Stage], MetricBuckets.StageSeconds),
        new(MetricNames.StageFailures, Counter, "{exchange}", "Exchanges a stage failed on. The calls themselves were not affected.", [Stage]),

        new(MetricNames.Samples, Counter, "{exchange}",
            "Exchanges chosen to be sampled, by what became of their text: kept, or dropped for want of memory (byte_budget) or of a place (queue_full), or because reading it failed.",
            [Upstream, Result]),

        new(MetricNames.StoreWritten, Counter, "{exchange}", "Exchanges written.", [Store]),
        new(MetricNames.StoreDropped, Counter, "{exchange}", "Exchanges lost by the store.", [Store]),
        new(MetricNames.StoreTextsCut, Counter, "{text}", "Texts cut because they were longer than the store takes.", [Store]),
        new(MetricNames.StoreSize, Gauge, "By", "Bytes on disk.", [Store]),
        new(MetricNames.StoreHealthy, Gauge, "", "1 while writing works, else 0; of a store with a server, for each destination there.", [Store, Destination]),
        new(MetricNames.StoreWriteDuration, Histogram, "s",
            "Requests that write points to the store's server, by how they ended: written, refused, too_large, busy, unauthorized, not_found, server_error, unreachable, timed_out, unexpected.",
            [Store, Destination, Result], MetricBuckets.GenAiSeconds),
        new(MetricNames.StoreWriteRetries, Counter, "{request}", "Requests to the store's server that have to be sent again.", [Store, Destination]),
        new(MetricNames.StoreClockAhead, Gauge, "s", "How far the clock of the store's server is ahead of this machine's.", [Store, Destination]),
        new(MetricNames.SpoolPoints, Gauge, "{point}", "Points on disk that wait to be delivered to the store's server.", [Store, Destination]),
        new(MetricNames.SpoolSize, Gauge, "By", "Bytes of the spool on disk.", [Store, Destination]),
        new(MetricNames.SpoolOldestAge, Gauge, "s", "Age of the oldest point that waits; 0 when none does.", [Store, Destination]),
        new(MetricNames.SpoolDelivered, Counter, "{point}", "Points the store's server has taken.", [Store, Destination]),
        new(MetricNames.SpoolDropped, Counter, "{point}", "Points lost on disk: the spool was full, or damaged.", [Store, Destination, Reason]),
        new(MetricNames.SpoolQuarantined, Counter, "{point}",
            "Points the store's server refused for good, set aside in a file: type_conflict, retention, malformed, too_large or refused.", [Store, Destination, Reason]),

        new(MetricNames.ConfigReloads, Counter, "{reload}", "Attempts to load a changed configuration (ok, failed).", [Result]),
        new(MetricNames.LabelOverflows, Counter, "{value}", "Label values replaced by 'other' because there were too many.", [MetricTags.Label]),
        new(MetricNames.BuildInfo, Gauge, "", "Always 1; the labels tell what is running.", [MetricTags.Version, Runtime]),
    ];

    private static readonly Dictionary<string, InstrumentDefinition> ByName = All.ToDictionary(d => d.Name, StringComparer.Ordinal);

    /// <summary>The definition of a name of <see cref="MetricNames"/>.</summary>
    public static InstrumentDefinition Get(string name) => ByName[name];
}
