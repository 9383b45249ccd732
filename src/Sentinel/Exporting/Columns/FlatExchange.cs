using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>An exchange as one row and back, in the order of <see cref="ExportColumns.All"/>.</summary>
internal static class FlatExchange
{
    public static void Write(Exchange exchange, FlatRow target)
    {
        var row = new FlatRowWriter(target);
        row.Add(exchange.Id.ToString());
        row.Add(exchange.StartedAt);
        row.Add(exchange.Upstream);
        row.Add(exchange.Provider);
        row.Add(exchange.Dialect);
        row.Add(exchange.Operation);
        row.Add(exchange.RequestModel);
        row.Add(exchange.ResponseModel);
        row.Add(exchange.App);
        row.Add(exchange.Method);
        row.Add(exchange.Status == 0 ? null : (long?)exchange.Status);
        row.Add(ExchangeNames.Name(exchange.Outcome));
        row.Add(exchange.ErrorType);
        row.Add(exchange.Streamed);
        row.Add(exchange.TraceId);
        row.Add(exchange.ParentSpanId);

        var timing = exchange.Timing;
        row.Add(timing.Duration);
        row.Add(timing.TimeToFirstByte);
        row.Add(timing.TimeToFirstEvent);
        row.Add(timing.TimeToFirstToken);
        row.Add(timing.TimeToFirstAnswer);
        row.Add(timing.InterChunkMean);
        row.Add(timing.InterChunkP95);
        row.Add(timing.InterChunkMax);
        row.Add((long)timing.OutputChunks);
        row.Add(timing.TimePerOutputToken);
        row.Add(timing.AddedRequest);
        row.Add(timing.AddedResponse);
        row.Add(timing.ProviderProcessing);

        var usage = exchange.Usage;
        row.Add(ExchangeNames.Name(usage.Source));
        row.Add(usage.InputTotal);
        row.Add(usage.CacheRead);
        row.Add(usage.CacheWrite);
        row.Add(usage.CacheWrite5m);
        row.Add(usage.CacheWrite1h);
        row.Add(usage.InputAudio);
        row.Add(usage.InputImage);
        row.Add(usage.InputVideo);
        row.Add(usage.InputTool);
        row.Add(usage.OutputTotal);
        row.Add(usage.Reasoning);
        row.Add(usage.OutputAudio);
        row.Add(usage.OutputImage);
        row.Add(usage.TotalReported);
        row.Add(usage.WebSearches);
        row.Add(usage.OutputIsLowerBound);

        var cost = exchange.Cost;
        row.Add(cost.Total);
        row.Add(cost.Input);
        row.Add(cost.CacheRead);
        row.Add(cost.CacheWrite);
        row.Add(cost.Output);
        row.Add(cost.Reasoning);
        row.Add(cost.Tools);
        row.Add(ExchangeNames.Name(cost.Source));
        row.Add(cost.PriceId);
        row.Add(cost.PriceVersion);

        row.Add(ExchangeNames.Name(exchange.FinishReason));
        row.Add(exchange.FinishReasonRaw);
        row.Add((long?)exchange.ToolCalls);
        row.Add(exchange.SystemFingerprint);
        row.Add(exchange.ServiceTier);
        row.Add(exchange.ProviderRequestId);
        row.Add(exchange.ResponseId);

        var limit = exchange.RateLimit;
        row.Add(limit?.LimitRequests);
        row.Add(limit?.RemainingRequests);
        row.Add(limit?.LimitTokens);
        row.Add(limit?.RemainingTokens);
        row.Add(limit?.ResetRequests);
        row.Add(limit?.ResetTokens);
        row.Add(limit?.RetryAfter);

        row.Add((long?)exchange.RequestBytes);
        row.Add((long?)exchange.ResponseBytes);
        row.Add((long?)exchange.Events);
        row.Add(ExchangeNames.Name(exchange.Gap));
    }

    /// <summary>Throws <see cref="FormatException"/> for a row that is no exchange. An initializer runs in the order it is written in.</summary>
    public static Exchange Read(FlatRow source)
    {
        var row = new FlatRowReader(source);
        return new Exchange
        {
            Id = row.Id(),
            StartedAt = row.Time(),
            Upstream = row.RequiredText(),
            Provider = row.RequiredText(),
            Dialect = row.RequiredText(),
            Operation = row.RequiredText(),
            RequestModel = row.Text(),
            ResponseModel = row.Text(),
            App = row.Text(),
            Method = row.RequiredText(),
            Status = row.SmallCount() ?? 0,
            Outcome = row.Word(ExchangeNames.ParseOutcome),
            ErrorType = row.Text(),
            Streamed = row.Flag(),
            TraceId = row.Text(),
            ParentSpanId = row.Text(),
            Timing = ReadTiming(ref row),
            Usage = ReadUsage(ref row),
            Cost = ReadCost(ref row),
            FinishReason = row.Word(ExchangeNames.ParseFinishReason),
            FinishReasonRaw = row.Text(),
            ToolCalls = row.SmallCount(),
            SystemFingerprint = row.Text(),
            ServiceTier = row.Text(),
            ProviderRequestId = row.Text(),
            ResponseId = row.Text(),
            RateLimit = ReadRateLimit(ref row),
            RequestBytes = row.RequiredCount(),
            ResponseBytes = row.RequiredCount(),
            Events = row.RequiredSmallCount(),
            Gap = row.Word(ExchangeNames.ParseGap),
        };
    }

    private static ExchangeTiming ReadTiming(ref FlatRowReader row) => new()
    {
        Duration = row.RequiredDuration(),
        TimeToFirstByte = row.Duration(),
        TimeToFirstEvent = row.Duration(),
        TimeToFirstToken = row.Duration(),
        TimeToFirstAnswer = row.Duration(),
        InterChunkMean = row.Duration(),
        InterChunkP95 = row.Duration(),
        InterChunkMax = row.Duration(),
        OutputChunks = row.RequiredSmallCount(),
        TimePerOutputToken = row.Duration(),
        AddedRequest = row.Duration(),
        AddedResponse = row.Duration(),
        ProviderProcessing = row.Duration(),
    };

    private static TokenUsage ReadUsage(ref FlatRowReader row) => new()
    {
        Source = row.Word(ExchangeNames.ParseUsageSource),
        InputTotal = row.Count(),
        CacheRead = row.Count(),
        CacheWrite = row.Count(),
        CacheWrite5m = row.Count(),
        CacheWrite1h = row.Count(),
        InputAudio = row.Count(),
        InputImage = row.Count(),
        InputVideo = row.Count(),
        InputTool = row.Count(),
        OutputTotal = row.Count(),
        Reasoning = row.Count(),
        OutputAudio = row.Count(),
        OutputImage = row.Count(),
        TotalReported = row.Count(),
        WebSearches = row.Count(),
        OutputIsLowerBound = row.Flag(),
    };

    private static ExchangeCost ReadCost(ref FlatRowReader row) => new()
    {
        Total = row.Money(),
        Input = row.Money(),
        CacheRead = row.Money(),
        CacheWrite = row.Money(),
        Output = row.Money(),
        Reasoning = row.Money(),
        Tools = row.Money(),
        Source = row.Word(ExchangeNames.ParseCostSource),
        PriceId = row.Text(),
        PriceVersion = row.Text(),
    };

    // Columns cannot tell "said nothing" from "said something, and nothing of it was understood": both are none.
    private static RateLimitHeadroom? ReadRateLimit(ref FlatRowReader row)
    {
        var headroom = new RateLimitHeadroom
        {
            LimitRequests = row.Count(),
            RemainingRequests = row.Count(),
            LimitTokens = row.Count(),
            RemainingTokens = row.Count(),
            ResetRequests = row.Duration(),
            ResetTokens = row.Duration(),
            RetryAfter = row.Duration(),
        };
        return headroom == new RateLimitHeadroom() ? null : headroom;
    }
}
