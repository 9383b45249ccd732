namespace LlmSentinel.Core.Pricing;

/// <summary>Service tiers that have prices of their own.</summary>
internal static class ServiceTiers
{
    internal const string Priority = "priority";
    internal const string Flex = "flex";
    internal const string Batch = "batch";

    internal static readonly string[] All = [Priority, Flex, Batch];

    /// <summary>The tier's name in a price list, or null for the standard tier under any of its names.</summary>
    internal static string? Normalise(string? tier) => tier switch
    {
        "priority" or "fast" or "on_demand_priority" => Priority,
        "flex" or "on_demand_flex" => Flex,
        "batch" => Batch,
        _ => null,
    };
}
