using System.Text.Json;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Api;

/// <summary>How the sidecar itself is doing.</summary>
internal static class StatusEndpoints
{
    public static async Task ConfigAsync(HttpContext context, ConfigurationView configuration)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter.AsStream());
        configuration.WriteTo(writer);
    }

    public static IResult Status(TelemetrySources sources, Readiness readiness, ProcessStart start, TimeProvider time, IServiceProvider services)
    {
        var destinations = services.GetService<IUpstreamStatus>()?.GetDestinations() ?? [];
        var view = new StatusView
        {
            Version = SentinelMetrics.Version,
            Runtime = SentinelMetrics.Runtime,
            State = ProbePages.Word(readiness.State),
            StartedAt = start.At,
            UptimeMs = (time.GetUtcNow() - start.At).TotalMilliseconds,
            InFlight = sources.InFlight.Total,
            InFlightByUpstream = sources.InFlight.Snapshot().ToDictionary(c => c.Key, c => c.Value),
            Queues = [.. sources.Queues.Select(q => new QueueView(q.Name, q.Depth(), q.Capacity()))],
            Drops = [.. sources.Drops.Snapshot().Select(d => new DropView(d.First, d.Second, d.Count))],
            CaptureUsedBytes = sources.CaptureUsed?.Invoke(),
            CaptureLimitBytes = sources.CaptureLimit?.Invoke(),
            Stores = [.. sources.Stores.Select(Store)],
            PriceVersion = sources.PriceVersion?.Invoke(),
            LabelOverflows = sources.Limiters.ToDictionary(l => l.Name, l => l.Overflows),
            Destinations = [.. destinations.Select(d => new DestinationView(d.Upstream, d.Name, d.Address, d.ActiveHealth, d.PassiveHealth, d.InFlight))],
        };
        return Results.Json(view, ApiJsonContext.Default.StatusView);
    }

    private static StoreView Store(IStoreStatus store) => new(
        store.Name, store.Healthy, store.Problem, store.Written, store.Dropped, store.SizeBytes,
        store.Spools is [var points, ..] ? Delivery(points) : null,
        [.. store.Spools.Skip(1).Select(s => new SumsView(s.Destination, s.Problem, Delivery(s)))]);

    private static DeliveryView Delivery(ISpoolStatus spool) => new(
        spool.Server, spool.WaitingPoints, spool.WaitingBytes, spool.OldestAge?.TotalSeconds, spool.Delivered,
        spool.Lost.ToDictionary(l => l.Reason, l => l.Count, StringComparer.Ordinal),
        spool.Quarantined.ToDictionary(q => q.Reason, q => q.Count, StringComparer.Ordinal),
        spool.Retries, spool.ClockAhead?.TotalSeconds);
}
