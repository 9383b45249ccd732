using CsCheck;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>Random exchanges: every field of every shape it may have, at the resolution a store keeps (one microsecond).</summary>
internal static class RandomExchange
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.OneOf("openai", "gpt-5.4", "chat", "POST", "", " ", "a'b\"c", "NUL\0inside", "日本語 🙂", "'; DROP TABLE exchanges;--"),
        Gen.String[Gen.Char.AlphaNumeric, 0, 40],
        Gen.String[Gen.Char[' ', '\uD7FF'], 0, 300]);

    private static readonly Gen<string?> OptionalWord = Word.Null();

    private static readonly Gen<string?> ProviderId = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 29, 29].Select(s => "chatcmpl-" + s), Gen.Guid.Select(g => g.ToString()), Word).Null();

    private static readonly Gen<string?> Hex = Gen.OneOf(
        Gen.String[Gen.Char["0123456789abcdef"], 32, 32], Gen.String[Gen.Char["0123456789abcdef"], 16, 16], Word).Null();

    private static readonly Gen<long> Count = Gen.OneOf(Gen.Long[0, 200_000], Gen.Long, Gen.OneOf(0L, long.MaxValue, long.MinValue));

    private static readonly Gen<long?> OptionalCount = Gen.Nullable(Count);

    private static readonly Gen<TimeSpan> Span = Gen.OneOf(
        Gen.Long[0, 600_000_000], Gen.Long[-1_000_000_000, 1_000_000_000_000]).Select(us => TimeSpan.FromMicroseconds(us));

    private static readonly Gen<TimeSpan?> OptionalSpan = Gen.Nullable(Span);

    private static readonly Gen<decimal?> Money = Gen.Nullable(Gen.OneOf(
        Gen.Long[0, 10_000_000_000_000].Select(p => p / 1_000_000_000_000m),
        Gen.Decimal,
        Gen.OneOf(0m, 0.1m / 3m, 9_223_371m, 9_223_372.1m, decimal.MaxValue, -0.5m, 0.0000000000001m)));

    private static readonly Gen<ExchangeTiming> Timing =
        Gen.Select(Span, OptionalSpan.Array[11], Gen.Int[0, int.MaxValue], (duration, s, chunks) => new ExchangeTiming
        {
            Duration = duration,
            TimeToFirstByte = s[0],
            TimeToFirstEvent = s[1],
            TimeToFirstToken = s[2],
            TimeToFirstAnswer = s[3],
            InterChunkMean = s[4],
            InterChunkP95 = s[5],
            InterChunkMax = s[6],
            OutputChunks = chunks,
            TimePerOutputToken = s[7],
            AddedRequest = s[8],
            AddedResponse = s[9],
            ProviderProcessing = s[10],
        });

    private static readonly Gen<TokenUsage> Usage =
        Gen.Select(OptionalCount.Array[15], Gen.Enum<UsageSource>(), Gen.Bool, Gen.Bool, (c, source, lower, addsUp) => new TokenUsage
        {
            InputTotal = c[0],
            CacheRead = c[1],
            CacheWrite = c[2],
            CacheWrite5m = c[3],
            CacheWrite1h = c[4],
            InputAudio = c[5],
            InputImage = c[6],
            InputVideo = c[7],
            InputTool = c[8],
            OutputTotal = c[9],
            Reasoning = c[10],
            OutputAudio = c[11],
            OutputImage = c[12],
            TotalReported = addsUp ? unchecked(c[0] + c[9]) : c[13],
            WebSearches = c[14],
            Source = source,
            OutputIsLowerBound = lower,
        });

    private static readonly Gen<ExchangeCost> Cost =
        Gen.Select(Money.Array[7], Gen.Enum<CostSource>(), OptionalWord, OptionalWord, Gen.Bool, (m, source, id, version, addsUp) => new ExchangeCost
        {
            Total = addsUp && m[1..].All(part => part is null or (< 1_000_000 and > -1)) ? m[1..].Sum(part => part ?? 0) : m[0],
            Input = m[1],
            CacheRead = m[2],
            CacheWrite = m[3],
            Output = m[4],
            Reasoning = m[5],
            Tools = m[6],
            Source = source,
            PriceId = id,
            PriceVersion = version,
        });

    private static readonly Gen<RateLimitHeadroom?> RateLimit =
        Gen.Select(OptionalCount.Array[4], OptionalSpan.Array[3], (c, s) => new RateLimitHeadroom
        {
            LimitRequests = c[0],
            RemainingRequests = c[1],
            LimitTokens = c[2],
            RemainingTokens = c[3],
            ResetRequests = s[0],
            ResetTokens = s[1],
            RetryAfter = s[2],
        }).Null();

    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, 4_000_000_000_000_000].Select(us => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond));

    private static readonly Gen<(ExchangeOutcome Outcome, FinishReason Finish, ObservationGap Gap)> Enums =
        Gen.Select(Gen.Enum<ExchangeOutcome>(), Gen.Enum<FinishReason>(), Gen.Enum<ObservationGap>(), (o, f, g) => (o, f, g));

    public static Gen<Exchange> Any { get; } =
        Gen.Select(
            Gen.Select(Gen.Guid, Time, Hex.Array[2], (id, time, hex) => (id, time, hex)),
            Gen.Select(Word.Array[5], OptionalWord.Array[7], ProviderId.Array[2], (must, may, ids) => (must, may, ids)),
            Gen.Select(Timing, Usage, Cost, RateLimit, (timing, usage, cost, limit) => (timing, usage, cost, limit)),
            Gen.Select(Enums, Gen.Bool, Gen.Nullable(Gen.Int), (e, streamed, tools) => (e, streamed, tools)),
            Gen.Select(Gen.Int[0, 999], Count, Count, Gen.Int[0, int.MaxValue], (status, up, down, events) => (status, up, down, events)),
            (a, w, parts, flags, n) => new Exchange
            {
                Id = a.id,
                StartedAt = a.time,
                TraceId = a.hex[0],
                ParentSpanId = a.hex[1],
                Upstream = w.must[0],
                Provider = w.must[1],
                Dialect = w.must[2],
                Operation = w.must[3],
                Method = w.must[4],
                RequestModel = w.may[0],
                ResponseModel = w.may[1],
                App = w.may[2],
                ErrorType = w.may[3],
                FinishReasonRaw = w.may[4],
                SystemFingerprint = w.may[5],
                ServiceTier = w.may[6],
                ProviderRequestId = w.ids[0],
                ResponseId = w.ids[1],
                Timing = parts.timing,
                Usage = parts.usage,
                Cost = parts.cost,
                RateLimit = parts.limit,
                Outcome = flags.e.Outcome,
                FinishReason = flags.e.Finish,
                Gap = flags.e.Gap,
                Streamed = flags.streamed,
                ToolCalls = flags.tools,
                Status = n.status,
                RequestBytes = n.up,
                ResponseBytes = n.down,
                Events = n.events,
            });
}
