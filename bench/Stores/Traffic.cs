using System.Numerics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Bench.Stores;

/// <summary>
/// Chat calls as a busy installation makes them: 3 upstreams, 12 models, 8 applications, one in 50 failed; latencies log-normal, every
/// count its own, identifiers nobody can compress. The same calls in each run.
/// </summary>
internal static class Traffic
{
    private const int Upstreams = 3;
    private const int Models = 12;
    private const int Apps = 8;
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly ExchangeIdSource Ids = new();

    private static readonly Exchange Call = new()
    {
        Id = Guid.Empty,
        StartedAt = default,
        Upstream = "",
        Provider = "openai",
        Dialect = DialectNames.OpenAIChat,
        Operation = OperationNames.Chat,
        Method = "POST",
        Status = 200,
        Outcome = ExchangeOutcome.Ok,
        Timing = new ExchangeTiming { Duration = default },
        Usage = new TokenUsage { Source = UsageSource.Reported },
        Cost = new ExchangeCost { Source = CostSource.Catalogue, PriceId = "openai/gpt-5.4", PriceVersion = "2026-08-01" },
        FinishReason = FinishReason.Stop,
        FinishReasonRaw = "stop",
        ToolCalls = 0,
        SystemFingerprint = "fp_44709d6fcb",
        ServiceTier = "default",
    };

    /// <summary>Different calls, without a place in time of their own: a half streams of a provider, a quarter its plain answers, a quarter streams of a local server.</summary>
    public static Exchange[] Mix(int count) => Make(count, (random, i) => (i % 4) switch
    {
        0 or 1 => Streamed(random),
        2 => Plain(random),
        _ => Local(random),
    });

    /// <summary>As many calls of one kind.</summary>
    public static Exchange[] Make(int count, Func<Random, Exchange> kind) => Make(count, (random, _) => kind(random));

    /// <summary>A stream of a provider that tells its limits and names each request.</summary>
    public static Exchange Streamed(Random random)
    {
        var call = Plain(random);
        var first = call.Timing.Duration;
        var perToken = Span(random, 16_000, 0.3);
        var output = (int)call.Usage.OutputTotal!;
        return call with
        {
            Streamed = true,
            ResponseBytes = output * 180,
            Events = output + 3,
            Timing = call.Timing with
            {
                Duration = first + (perToken * output),
                TimeToFirstEvent = call.Timing.TimeToFirstByte + Span(random, 900, 0.5),
                TimeToFirstToken = first,
                TimeToFirstAnswer = first,
                TimePerOutputToken = perToken,
                InterChunkMean = perToken * 1.01,
                InterChunkP95 = Step(perToken * 2.1),
                InterChunkMax = perToken * 7,
                OutputChunks = output,
            },
        };
    }

    /// <summary>The same with the ids of a trace, 24 random bytes more.</summary>
    public static Exchange Traced(Random random) => Streamed(random) with { TraceId = Hex(random, 32), ParentSpanId = Hex(random, 16) };

    /// <summary>A stream of a server of one's own, which tells neither limits nor prices.</summary>
    public static Exchange Local(Random random) => Streamed(random) with
    {
        Provider = "vllm",
        ResponseId = "chatcmpl-" + Hex(random, 32),
        ProviderRequestId = null,
        RateLimit = null,
        SystemFingerprint = null,
        ServiceTier = null,
        Cost = new ExchangeCost { Source = CostSource.Unknown },
    };

    /// <summary>An answer in one piece.</summary>
    public static Exchange Plain(Random random)
    {
        var model = random.Next(Models);
        var (input, output, reasoning) = (random.Next(100, 8000), random.Next(20, 900), random.Next(0, 20));
        var (inputCost, outputCost) = (input * 1.25e-6m, output * 10e-6m);
        var duration = Span(random, 600_000, 0.4);
        return Call with
        {
            Upstream = $"upstream-{model % Upstreams}",
            RequestModel = $"model-{model}",
            ResponseModel = $"model-{model}-2026-03-05",
            App = $"app-{random.Next(Apps)}",
            Outcome = random.Next(50) == 0 ? ExchangeOutcome.ServerError : ExchangeOutcome.Ok,
            ResponseId = "chatcmpl-" + new string(random.GetItems(Digits.AsSpan(), 29)),
            ProviderRequestId = "req_" + Hex(random, 32),
            Timing = new ExchangeTiming
            {
                Duration = duration,
                TimeToFirstByte = duration * 0.7,
                AddedRequest = Span(random, 120, 0.3),
                AddedResponse = Span(random, 30, 0.3),
                ProviderProcessing = TimeSpan.FromMilliseconds((int)(duration.TotalMilliseconds * 0.6)),
            },
            Usage = Call.Usage with
            {
                InputTotal = input, CacheRead = input / 2 / 128 * 128, OutputTotal = output, Reasoning = reasoning, TotalReported = input + output,
            },
            Cost = Call.Cost with { Total = inputCost + outputCost, Input = inputCost, Output = outputCost },
            RateLimit = new RateLimitHeadroom
            {
                LimitRequests = 10_000, RemainingRequests = random.Next(9_000, 10_000), LimitTokens = 2_000_000, RemainingTokens = random.Next(1_000_000, 2_000_000),
            },
            RequestBytes = input * 4,
            ResponseBytes = (output * 4) + 800,
        };
    }

    /// <summary>A call at a time, with an id of its own.</summary>
    public static Exchange At(Exchange call, DateTimeOffset start) => call with { Id = Ids.Next(start), StartedAt = start };

    private static Exchange[] Make(int count, Func<Random, int, Exchange> make)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(i => make(random, i))];
    }

    private static string Hex(Random random, int length) => new(random.GetItems(Digits.AsSpan(0, 16), length));

    // Percentiles of gaps are told as the middle of one of 16 steps to each doubling.
    private static TimeSpan Step(TimeSpan gap)
    {
        var power = BitOperations.Log2((ulong)gap.Ticks) - 4;
        return new TimeSpan((gap.Ticks >> power << power) + (1L << power >> 1));
    }

    // Logarithms of latencies are about normal.
    private static TimeSpan Span(Random random, double median, double spread) => TimeSpan.FromMicroseconds((long)(median * Math.Exp(
        spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
}
