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
    private static readonly HttpClientOptions OverHttpClient = new() { MaxConnectionsPerServer = 1024 };

    /// <param name="provider">The provider.</param>
    /// <param name="real">The upstreams that are to be called later: where some of them are reached over .NET's HTTP client, so is one of these.</param>
    /// <param name="queue">Takes ended calls.</param>
    /// <param name="metrics">Metrics nobody sees.</param>
    /// <param name="logging">Log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">No port of 127.0.0.1 can be bound.</exception>
    public static Task<DataPlane> StartAsync(
        BareServer provider, IReadOnlyList<ResolvedUpstream> real, ICallQueue queue, SentinelMetrics metrics, ILoggerFactory logging,
        CancellationToken cancellationToken)
    {
        var plain = new UpstreamOptions { Address = provider.Address.AbsoluteUri.TrimEnd('/') };
        var byClient = new UpstreamOptions { Address = plain.Address, HttpClient = OverHttpClient };
        var overTls = real.Count(upstream => upstream.Destinations.Any(d => d.Address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)));
        var first = overTls > 0 ? byClient : plain;
        var others = overTls > 0 && overTls == real.Count ? byClient : plain;
        var options = new SentinelOptions
        {
            Proxy = new ProxyOptions { Listen = ["127.0.0.1:0"] },
            Upstreams = UpstreamPresets.DefaultUpstreams.ToDictionary(name => name, name => name == UpstreamPresets.DefaultUpstreams[0] ? first : others),
        };
        return DataPlane.StartAsync(
            new DataPlaneParts(
                options, ResolvedUpstream.CreateAll(options), queue, metrics, new CaptureBudget(options.Capture.BudgetBytes), logging, TimeProvider.System),
            cancellationToken);
    }
}
