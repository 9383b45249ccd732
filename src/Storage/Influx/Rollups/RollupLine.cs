using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Rollups;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>What the exchanges of a period come to as a point of <see cref="RollupPoints"/>.</summary>
internal static class RollupLine
{
    /// <summary>Adds the point.</summary>
    /// <param name="lines">Where to.</param>
    /// <param name="measurement">Name of the measurement.</param>
    /// <param name="key">Which exchanges.</param>
    /// <param name="sums">What they come to; at least one.</param>
    /// <param name="nanoseconds">Its time since 1970, in the first second of the period.</param>
    /// <param name="tags">Tags of the configuration.</param>
    public static void Write(
        LineBuffer lines, ReadOnlySpan<byte> measurement, in RollupKey key, RollupAccumulator sums, long nanoseconds, PointTags tags)
    {
        lines.Begin(measurement);
        var next = 0;
        var app = Tag("app"u8, key.App);
        var model = Tag("model"u8, key.Model);
        var operation = Tag("operation"u8, key.Operation);
        Tag("outcome"u8, ExchangeNames.Name(key.Outcome));
        Tag("streamed"u8, key.Streamed ? "true" : "false");
        var upstream = Tag("upstream"u8, key.Upstream);
        tags.AddBefore(lines, default, ref next);

        lines.Field("schema"u8, ExchangePoints.Schema);
        if (!app)
            lines.Field("app_exact"u8, key.App);
        if (!model)
            lines.Field("model_exact"u8, key.Model);
        if (!operation)
            lines.Field("operation_exact"u8, key.Operation);
        if (!upstream)
            lines.Field("upstream_exact"u8, key.Upstream);
        WriteSums(lines, key, sums);
        lines.End(nanoseconds);

        bool Tag(ReadOnlySpan<byte> name, string? value)
        {
            tags.AddBefore(lines, name, ref next);
            return lines.Tag(name, value);
        }
    }

    private static void WriteSums(LineBuffer lines, in RollupKey key, RollupAccumulator sums)
    {
        lines.Field("exchanges"u8, sums.Exchanges);
        lines.Field("errors"u8, IsError(key.Outcome) ? sums.Exchanges : 0);
        lines.Field("input_tokens"u8, sums.InputTokens);
        lines.Field("cache_read_tokens"u8, sums.CacheReadTokens);
        lines.Field("output_tokens"u8, sums.OutputTokens);
        lines.Field("estimated_usage"u8, sums.EstimatedUsage);
        lines.Field("unknown_price"u8, sums.UnknownPrice);
        lines.Field("cost"u8, sums.Cost);
        WriteDuration(lines, sums.Durations[0], "duration_count"u8, "duration_sum"u8, "duration_max"u8, "duration_sketch"u8);
        WriteDuration(
            lines, sums.Durations[1], "time_to_first_byte_count"u8, "time_to_first_byte_sum"u8, "time_to_first_byte_max"u8, "time_to_first_byte_sketch"u8);
        WriteDuration(
            lines, sums.Durations[2], "time_to_first_token_count"u8, "time_to_first_token_sum"u8, "time_to_first_token_max"u8, "time_to_first_token_sketch"u8);
        WriteDuration(
            lines, sums.Durations[3], "time_per_output_token_count"u8, "time_per_output_token_sum"u8, "time_per_output_token_max"u8, "time_per_output_token_sketch"u8);
        WriteDuration(lines, sums.Durations[4], "added_count"u8, "added_sum"u8, "added_max"u8, "added_sketch"u8);
    }

    private static void WriteDuration(
        LineBuffer lines, DurationAccumulator values, ReadOnlySpan<byte> count, ReadOnlySpan<byte> sum, ReadOnlySpan<byte> max, ReadOnlySpan<byte> sketch)
    {
        if (values.Count == 0)
            return;
        lines.Field(count, values.Count);
        lines.Field(sum, Span(values.Sum));
        lines.Field(max, Span(values.Max));
        lines.Field(sketch, Convert.ToBase64String(values.Sketch.ToArray()));
    }

    private static bool IsError(ExchangeOutcome outcome) =>
        outcome is ExchangeOutcome.RateLimited or ExchangeOutcome.ServerError or ExchangeOutcome.Timeout or ExchangeOutcome.UpstreamAborted;

    private static TimeSpan? Span(long microseconds)
    {
        const long Most = long.MaxValue / TimeSpan.TicksPerMicrosecond;
        return TimeSpan.FromMicroseconds(long.Clamp(microseconds, -Most, Most));
    }
}
