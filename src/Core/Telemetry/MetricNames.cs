namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Every metric name in one place. <c>gen_ai.*</c> follows the OpenTelemetry GenAI semantic conventions v1.41.0
/// (stability: development); everything else is <c>llmsentinel.*</c>. Each is explained in docs/metrics.md;
/// a convention test compares the two.
/// </summary>
public static class MetricNames
{
    /// <summary>The meter all instruments belong to.</summary>
    public const string Meter = "LlmSentinel";

    public const string GenAiTokenUsage = "gen_ai.client.token.usage";
    public const string GenAiOperationDuration = "gen_ai.client.operation.duration";
    public const string GenAiTimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string GenAiTimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";

    public const string Exchanges = "llmsentinel.exchanges";
    public const string ExchangeDuration = "llmsentinel.exchange.duration";
    public const string TimeToFirstByte = "llmsentinel.exchange.time_to_first_byte";
    public const string TimeToFirstToken = "llmsentinel.exchange.time_to_first_token";
    public const string TimePerOutputToken = "llmsentinel.exchange.time_per_output_token";
    public const string InterChunkMax = "llmsentinel.exchange.inter_chunk.max";
    public const string FinishReasons = "llmsentinel.finish_reasons";
    public const string ExchangesInFlight = "llmsentinel.exchanges.in_flight";
    public const string ExchangeBytes = "llmsentinel.exchange.bytes";
    public const string AddedTime = "llmsentinel.added.time";

    public const string Tokens = "llmsentinel.tokens";
    public const string Usage = "llmsentinel.usage";
    public const string Cost = "llmsentinel.cost.usd";
    public const string CostUnknown = "llmsentinel.cost.unknown";
    public const string PricingInfo = "llmsentinel.pricing.info";

    public const string RateLimitRemaining = "llmsentinel.rate_limit.remaining";
    public const string RateLimitLimit = "llmsentinel.rate_limit.limit";

    public const string QueueDepth = "llmsentinel.queue.depth";
    public const string QueueCapacity = "llmsentinel.queue.capacity";
    public const string QueueDropped = "llmsentinel.queue.dropped";
    public const string CaptureUsed = "llmsentinel.capture.used";
    public const string CaptureLimit = "llmsentinel.capture.limit";
    public const string ObservationGaps = "llmsentinel.observation.gaps";
    public const string StageDuration = "llmsentinel.stage.duration";
    public const string StageFailures = "llmsentinel.stage.failures";

    public const string Samples = "llmsentinel.samples";

    public const string StoreWritten = "llmsentinel.store.written";
    public const string StoreDropped = "llmsentinel.store.dropped";
    public const string StoreTextsCut = "llmsentinel.store.texts.cut";
    public const string StoreSize = "llmsentinel.store.size";
    public const string StoreHealthy = "llmsentinel.store.healthy";
    public const string StoreWriteDuration = "llmsentinel.store.write.duration";
    public const string StoreWriteRetries = "llmsentinel.store.write.retries";
    public const string StoreClockAhead = "llmsentinel.store.clock.ahead";

    public const string SpoolPoints = "llmsentinel.spool.points";
    public const string SpoolSize = "llmsentinel.spool.size";
    public const string SpoolOldestAge = "llmsentinel.spool.oldest.age";
    public const string SpoolDelivered = "llmsentinel.spool.delivered";
    public const string SpoolDropped = "llmsentinel.spool.dropped";
    public const string SpoolQuarantined = "llmsentinel.spool.quarantined";

    public const string ConfigReloads = "llmsentinel.config.reloads";
    public const string LabelOverflows = "llmsentinel.label.overflows";
    public const string BuildInfo = "llmsentinel.build.info";
}
