using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>An exchange to a row and back, field by field in the order of <see cref="ExchangeColumns"/>.</summary>
internal static class ExchangeRow
{
    public static void Bind(Statement statement, long key, Exchange exchange, LabelWriter labels)
    {
        var row = new RowBinder(statement, labels);
        row.Add(key);
        if (RowId.TryPack(exchange.Id, key, out var rest))
            row.Add(rest);
        else
            row.Add(exchange.Id);
        row.AddLabel(exchange.Upstream);
        row.AddLabel(exchange.RequestModel);
        row.AddLabel(exchange.ResponseModel);
        row.AddLabel(exchange.App);
        row.AddLabel(exchange.Operation);
        row.Add((long)exchange.Outcome);
        row.Add(exchange.Streamed);

        var timing = exchange.Timing;
        row.Add(timing.Duration);
        row.Add(timing.TimeToFirstByte);
        row.Add(timing.TimeToFirstToken);
        row.Add(timing.TimePerOutputToken);
        row.Add(timing.AddedRequest);
        row.Add(timing.AddedResponse);

        var usage = exchange.Usage;
        row.Add((long)usage.Source);
        row.Add(usage.InputTotal);
        row.Add(usage.CacheRead);
        row.Add(usage.OutputTotal);

        var cost = exchange.Cost;
        row.Add(cost.Total);

        row.AddLabel(exchange.Provider);
        row.AddLabel(exchange.Dialect);
        row.AddLabel(exchange.Method);
        row.Add(exchange.Status);
        row.AddLabel(exchange.ErrorType);
        row.AddHex(exchange.TraceId);
        row.AddHex(exchange.ParentSpanId);

        row.Add(timing.TimeToFirstEvent);
        row.Add(timing.TimeToFirstAnswer);
        row.Add(timing.InterChunkMean);
        row.Add(timing.InterChunkP95);
        row.Add(timing.InterChunkMax);
        row.Add(timing.OutputChunks);
        row.Add(timing.ProviderProcessing);

        row.Add(usage.CacheWrite);
        row.Add(usage.CacheWrite5m);
        row.Add(usage.CacheWrite1h);
        row.Add(usage.InputAudio);
        row.Add(usage.InputImage);
        row.Add(usage.InputVideo);
        row.Add(usage.InputTool);
        row.Add(usage.Reasoning);
        row.Add(usage.OutputAudio);
        row.Add(usage.OutputImage);
        row.Add(usage.TotalReported, Implied.TotalReported(usage));
        row.Add(usage.WebSearches);
        row.Add(usage.OutputIsLowerBound);

        row.Add(cost.Input);
        row.Add(cost.CacheRead);
        row.Add(cost.CacheWrite);
        row.Add(cost.Output, Implied.CostOfOutput(cost));
        row.Add(cost.Reasoning);
        row.Add(cost.Tools);
        row.Add((long)cost.Source);
        row.AddLabel(cost.PriceId);
        row.AddLabel(cost.PriceVersion);

        row.Add((long)exchange.FinishReason);
        row.AddLabel(exchange.FinishReasonRaw);
        row.Add((long?)exchange.ToolCalls);
        row.AddLabel(exchange.SystemFingerprint);
        row.AddLabel(exchange.ServiceTier);
        row.AddPacked(exchange.ProviderRequestId);
        row.AddPacked(exchange.ResponseId);

        var limit = exchange.RateLimit;
        row.Add(limit is null ? (long?)null : 1);
        row.Add(limit?.LimitRequests);
        row.Add(limit?.RemainingRequests);
        row.Add(limit?.LimitTokens);
        row.Add(limit?.RemainingTokens);
        row.Add(limit?.ResetRequests);
        row.Add(limit?.ResetTokens);
        row.Add(limit?.RetryAfter);

        row.Add(exchange.RequestBytes);
        row.Add(exchange.ResponseBytes);
        row.Add(exchange.Events);
        row.Add((long)exchange.Gap);
    }

    // An initializer runs in the order it is written in; some columns are needed before the record they belong to is
    // built, so they are read into locals first.
    public static Exchange Read(Statement statement, LabelReader labels)
    {
        var row = new RowReader(statement, labels);
        var key = row.Long();
        var id = row.Id(key);
        var upstream = row.RequiredLabel();
        var requestModel = row.Label();
        var responseModel = row.Label();
        var app = row.Label();
        var operation = row.RequiredLabel();
        var outcome = (ExchangeOutcome)row.Int();
        var streamed = row.Flag();
        var timing = new ExchangeTiming
        {
            Duration = Values.ToTimeSpan(row.Long()),
            TimeToFirstByte = row.Duration(),
            TimeToFirstToken = row.Duration(),
            TimePerOutputToken = row.Duration(),
            AddedRequest = row.Duration(),
            AddedResponse = row.Duration(),
        };
        var usage = new TokenUsage
        {
            Source = (UsageSource)row.Int(),
            InputTotal = row.OptionalLong(),
            CacheRead = row.OptionalLong(),
            OutputTotal = row.OptionalLong(),
        };
        var costTotal = row.Money();
        return new Exchange
        {
            StartedAt = Values.ToTime(RowKey.MicrosecondsOf(key)),
            Id = id,
            Upstream = upstream,
            RequestModel = requestModel,
            ResponseModel = responseModel,
            App = app,
            Operation = operation,
            Outcome = outcome,
            Streamed = streamed,
            Provider = row.RequiredLabel(),
            Dialect = row.RequiredLabel(),
            Method = row.RequiredLabel(),
            Status = row.Int(),
            ErrorType = row.Label(),
            TraceId = row.Hex(),
            ParentSpanId = row.Hex(),
            Timing = timing with
            {
                TimeToFirstEvent = row.Duration(),
                TimeToFirstAnswer = row.Duration(),
                InterChunkMean = row.Duration(),
                InterChunkP95 = row.Duration(),
                InterChunkMax = row.Duration(),
                OutputChunks = row.Int(),
                ProviderProcessing = row.Duration(),
            },
            Usage = usage with
            {
                CacheWrite = row.OptionalLong(),
                CacheWrite5m = row.OptionalLong(),
                CacheWrite1h = row.OptionalLong(),
                InputAudio = row.OptionalLong(),
                InputImage = row.OptionalLong(),
                InputVideo = row.OptionalLong(),
                InputTool = row.OptionalLong(),
                Reasoning = row.OptionalLong(),
                OutputAudio = row.OptionalLong(),
                OutputImage = row.OptionalLong(),
                TotalReported = row.OptionalLong(Implied.TotalReported(usage)),
                WebSearches = row.OptionalLong(),
                OutputIsLowerBound = row.Flag(),
            },
            Cost = ReadCost(ref row, costTotal),
            FinishReason = (FinishReason)row.Int(),
            FinishReasonRaw = row.Label(),
            ToolCalls = (int?)row.OptionalLong(),
            SystemFingerprint = row.Label(),
            ServiceTier = row.Label(),
            ProviderRequestId = row.Packed(),
            ResponseId = row.Packed(),
            RateLimit = ReadRateLimit(ref row),
            RequestBytes = row.Long(),
            ResponseBytes = row.Long(),
            Events = row.Int(),
            Gap = (ObservationGap)row.Int(),
        };
    }

    private static ExchangeCost ReadCost(ref RowReader row, decimal? total)
    {
        var cost = new ExchangeCost
        {
            Total = total,
            Input = row.Money(),
            CacheRead = row.Money(),
            CacheWrite = row.Money(),
            Output = row.Money(out var implied),
            Reasoning = row.Money(),
            Tools = row.Money(),
            Source = (CostSource)row.Int(),
            PriceId = row.Label(),
            PriceVersion = row.Label(),
        };
        return implied ? cost with { Output = Implied.CostOfOutput(cost) } : cost;
    }

    private static RateLimitHeadroom? ReadRateLimit(ref RowReader row)
    {
        var present = row.OptionalLong() is not null;
        var headroom = new RateLimitHeadroom
        {
            LimitRequests = row.OptionalLong(),
            RemainingRequests = row.OptionalLong(),
            LimitTokens = row.OptionalLong(),
            RemainingTokens = row.OptionalLong(),
            ResetRequests = row.Duration(),
            ResetTokens = row.Duration(),
            RetryAfter = row.Duration(),
        };
        return present ? headroom : null;
    }
}
