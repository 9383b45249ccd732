using System.Collections.Frozen;
using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Core.Configuration;

/// <summary>Names of tags and fields the points of a store have; a tag of the user's own cannot be named so.</summary>
public static class PointNames
{
    /// <summary>Every one of them, and <c>time</c>, which each point has.</summary>
    public static FrozenSet<string> Taken { get; } = FrozenSet.ToFrozenSet(
    [
        "time", "evaluator",
        .. ExchangePoints.Columns.Concat(RollupPoints.Columns).Select(column => column.Name),
        .. RollupPoints.Durations.SelectMany(duration => RollupPoints.DurationColumns.Select(column => duration + column.Name)),
    ], StringComparer.Ordinal);
}
