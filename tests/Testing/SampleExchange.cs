using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Testing;

/// <summary>A streamed chat call with every field set, to be varied with <c>with</c>.</summary>
public static class SampleExchange
{
    public static readonly DateTimeOffset Start = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public static Exchange Chat { get; } = new()
    {
        Id = new Guid("01985f00-0000-7000-8000-000000000001"),
        StartedAt = Start,
        Upstream = "openai",
        Provider = "openai",
        ServerAddress = "api.openai.com",
        ServerPort = 443,
        Dialect = DialectNames.OpenAIChat,
        Operation = OperationNames.Chat,
        RequestModel = "gpt-5.4",
        ResponseModel = "gpt-5.4-2026-03-05",
        App = "shop",
        Method = "POST",
        Status = 200,
        Outcome = ExchangeOutcome.Ok,
        Streamed = true,
        Timing = new ExchangeTiming
        {
            Duration = TimeSpan.FromMilliseconds(2500),
            TimeToFirstByte = TimeSpan.FromMilliseconds(300),
            TimeToFirstEvent = TimeSpan.FromMilliseconds(310),
            TimeToFirstToken = TimeSpan.FromMilliseconds(450),
            TimeToFirstAnswer = TimeSpan.FromMilliseconds(460),
            InterChunkMean = TimeSpan.FromMilliseconds(20),
            InterChunkP95 = TimeSpan.FromMilliseconds(40),
            InterChunkMax = TimeSpan.FromMilliseconds(90),
            OutputChunks = 100,
            TimePerOutputToken = TimeSpan.FromMilliseconds(16),
            AddedRequest = TimeSpan.FromTicks(1200),
            AddedResponse = TimeSpan.FromTicks(300),
            ProviderProcessing = TimeSpan.FromMilliseconds(280),
        },
        Usage = new TokenUsage
        {
            InputTotal = 1000,
            CacheRead = 600,
            CacheWrite = 50,
            OutputTotal = 200,
            Reasoning = 80,
            TotalReported = 1200,
            Source = UsageSource.Reported,
        },
        Cost = new ExchangeCost
        {
            Total = 0.00123m,
            Input = 0.0005m,
            CacheRead = 0.0001m,
            Output = 0.00043m,
            Reasoning = 0.0002m,
            Source = CostSource.Catalogue,
            PriceId = "openai/gpt-5.4",
            PriceVersion = "2026-08-01",
        },
        FinishReason = FinishReason.Stop,
        FinishReasonRaw = "stop",
        ToolCalls = 0,
        SystemFingerprint = "fp_abc",
        ServiceTier = "default",
        ProviderRequestId = "req_1",
        ResponseId = "chatcmpl-1",
        RateLimit = new RateLimitHeadroom { LimitRequests = 500, RemainingRequests = 499, LimitTokens = 30_000, RemainingTokens = 28_800 },
        RequestBytes = 4096,
        ResponseBytes = 20_480,
        Events = 103,
    };
}
