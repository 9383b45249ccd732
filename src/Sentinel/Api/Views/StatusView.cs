using System.ComponentModel;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>How the sidecar itself is doing.</summary>
internal sealed record StatusView
{
    public required string Version { get; init; }

    public required string Runtime { get; init; }

    [Description("starting, ready or draining.")]
    public required string State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double UptimeMs { get; init; }

    [Description("Calls under way.")]
    public required long InFlight { get; init; }

    public required IReadOnlyDictionary<string, long> InFlightByUpstream { get; init; }

    public required IReadOnlyList<QueueView> Queues { get; init; }

    [Description("Everything dropped since start instead of delaying a call.")]
    public required IReadOnlyList<DropView> Drops { get; init; }

    [Description("Bytes held by copies of bodies; null when nothing is copied.")]
    public long? CaptureUsedBytes { get; init; }

    public long? CaptureLimitBytes { get; init; }

    public required IReadOnlyList<StoreView> Stores { get; init; }

    [Description("Version of the price list in use.")]
    public string? PriceVersion { get; init; }

    [Description("Label values replaced by 'other', by label.")]
    public required IReadOnlyDictionary<string, long> LabelOverflows { get; init; }

    public required IReadOnlyList<DestinationView> Destinations { get; init; }
}

/// <summary>A bounded queue.</summary>
internal sealed record QueueView(string Name, long Depth, long Capacity);

/// <summary>Items dropped at a queue for a reason.</summary>
internal sealed record DropView(string Queue, string Reason, long Count);

/// <summary>A store.</summary>
internal sealed record StoreView(
    string Name,
    bool Healthy,
    string? Problem,
    long Written,
    long Dropped,
    long? SizeBytes,
    DeliveryView? Delivery,
    [property: Description("Ways of the sums of minutes and hours to the server; empty for a store that sends none.")] IReadOnlyList<SumsView> Sums);

/// <summary>The way of sums to their bucket or policy. What is wrong with it leaves the store healthy: the exchanges are in the points.</summary>
internal sealed record SumsView(
    [property: Description("1m or 1h.")] string Destination,
    [property: Description("Why they do not arrive, in one line; null while they do.")] string? Problem,
    DeliveryView Delivery);

/// <summary>The way of a store's points to its server; null for a store that has none.</summary>
internal sealed record DeliveryView(
    [property: Description("What the server says it is; null before it has answered.")] string? Server,
    [property: Description("Points on disk the server has not dealt with.")] long WaitingPoints,
    long WaitingBytes,
    [property: Description("Age of the oldest point that waits, in seconds.")] double? OldestAgeSeconds,
    [property: Description("Points the server has taken since start.")] long Delivered,
    [property: Description("Points lost on disk since start, by reason: full, damaged.")] IReadOnlyDictionary<string, long> Lost,
    [property: Description("Points the server refused since start, by reason; set aside in a file.")] IReadOnlyDictionary<string, long> Quarantined,
    [property: Description("Requests since start that have to be sent again.")] long Retries,
    [property: Description("How far the server's clock is ahead of this machine's, in seconds.")] double? ClockAheadSeconds);

/// <summary>A server behind an upstream.</summary>
internal sealed record DestinationView(string Upstream, string Name, string Address, string ActiveHealth, string PassiveHealth, int InFlight);
