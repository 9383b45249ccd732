using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting.Warming;

/// <summary>A data port on a free port of this machine whose upstreams all are the provider in this process.</summary>
internal static class ScratchPort
{
    /// <exception cref="IOException">No port of 127.0.0.1 can be bound.</exception>
    public static Task<DataPlane> StartAsync(
        BareServer provider, ICallQueue queue, SentinelMetrics metrics, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var upstream = new UpstreamOptions { Address = provider.Address.AbsoluteUri.TrimEnd('/') };
        var options = new SentinelOptions
        {
            Proxy = new ProxyOptions { Listen = ["127.0.0.1:0"] },
            Upstreams = UpstreamPresets.DefaultUpstreams.ToDictionary(name => name, _ => upstream),
        };
        return DataPlane.StartAsync(
            new DataPlaneParts(
                options, ResolvedUpstream.CreateAll(options), queue, metrics, new CaptureBudget(options.Capture.BudgetBytes), logging, TimeProvider.System),
            cancellationToken);
    }
}
