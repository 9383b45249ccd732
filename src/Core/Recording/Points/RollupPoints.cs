using static LlmSentinel.Core.Recording.Points.PointTypes;

namespace LlmSentinel.Core.Recording.Points;

/// <summary>
/// The measurements <c>llm_exchange_1m</c> and <c>llm_exchange_1h</c>: what the exchanges of a minute or an hour come to, one point for each
/// combination of tags that has any. All but the largest values add up: several points of one period are parts of it.
/// </summary>
public static class RollupPoints
{
    /// <summary>Name of the measurement of minutes.</summary>
    public const string Minute = ExchangePoints.Measurement + "_1m";

    /// <summary>Name of the measurement of hours.</summary>
    public const string Hour = ExchangePoints.Measurement + "_1h";

    /// <summary>The durations summed up; each has the four fields below behind its name.</summary>
    public static IReadOnlyList<string> Durations { get; } = ["duration", "time_to_first_byte", "time_to_first_token", "time_per_output_token", "added"];

    /// <summary>Tags and fields but for those of durations.</summary>
    public static IReadOnlyList<PointField> Columns { get; } =
    [
        new("upstream", Tag, "", "upstream name"),
        new("model", Tag, "", "model that responded, or the requested one where none did"),
        new("operation", Tag, "", "operation"),
        new("app", Tag, "", "calling application, where known"),
        new("outcome", Tag, "", "how they ended"),
        new("streamed", Tag, "", "`true` for streams of events, else `false`"),
        new("schema", Integer, "", "version of names and types: 1"),
        new("upstream_exact", Text, "", "upstream, where the tag cannot hold it as it is"),
        new("model_exact", Text, "", "model, likewise"),
        new("operation_exact", Text, "", "operation, likewise"),
        new("app_exact", Text, "", "application, likewise"),
        new("exchanges", Integer, "", "exchanges"),
        new("errors", Integer, "", "of them, those that did not end well by no fault of the caller"),
        new("input_tokens", Integer, "{token}", "sum of input tokens"),
        new("cache_read_tokens", Integer, "{token}", "of them, read from the provider's cache"),
        new("output_tokens", Integer, "{token}", "sum of output tokens"),
        new("estimated_usage", Integer, "", "exchanges whose tokens are estimated"),
        new("unknown_price", Integer, "", "successful exchanges with usage whose price is unknown"),
        new("cost", Float, "{USD}", "sum of known costs; not there when there is none"),
    ];

    /// <summary>Fields of a duration; their names stand behind its own. Not there when no exchange has it.</summary>
    public static IReadOnlyList<PointField> DurationColumns { get; } =
    [
        new("_count", Integer, "", "exchanges that have it"),
        new("_sum", Float, "s", "sum"),
        new("_max", Float, "s", "largest"),
        new("_sketch", Text, "", "values in microseconds as a mergeable sketch, Base64: quantiles within 1 %"),
    ];
}
