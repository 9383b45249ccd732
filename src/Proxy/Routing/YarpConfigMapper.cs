using System.Globalization;
using LlmSentinel.Core.Configuration;
using HttpRequestOptions = LlmSentinel.Core.Configuration.HttpRequestOptions;
using LlmSentinel.Core.Upstreams;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Routing;

/// <summary>Says an upstream in YARP's own words: one route and one cluster each, both under the upstream's name.</summary>
internal static class YarpConfigMapper
{
    /// <summary>Cluster metadata key: connect timeout in milliseconds, read by the client factory.</summary>
    public const string ConnectTimeout = "llmsentinel.connect-timeout-ms";

    public static RouteConfig Route(ResolvedUpstream upstream) => new()
    {
        RouteId = upstream.Name,
        ClusterId = upstream.Name,
        // Requests are routed on their raw target before endpoint routing runs; this pattern only gives YARP an endpoint to build.
        Match = new Yarp.ReverseProxy.Configuration.RouteMatch { Path = "/" + upstream.Name + "/{**rest}" },
    };

    public static ClusterConfig Cluster(ResolvedUpstream upstream) => new()
    {
        ClusterId = upstream.Name,
        LoadBalancingPolicy = upstream.Options.LoadBalancingPolicy,
        SessionAffinity = Affinity(upstream.Options.SessionAffinity),
        HealthCheck = Health(upstream.Options.HealthCheck),
        HttpClient = new HttpClientConfig
        {
            MaxConnectionsPerServer = upstream.Options.HttpClient.MaxConnectionsPerServer is 0 ? null : upstream.Options.HttpClient.MaxConnectionsPerServer,
            RequestHeaderEncoding = "latin1",
            ResponseHeaderEncoding = "latin1",
            EnableMultipleHttp2Connections = upstream.Options.HttpClient.EnableMultipleHttp2Connections,
            DangerousAcceptAnyServerCertificate = upstream.Options.HttpClient.DangerousAcceptAnyServerCertificate,
        },
        HttpRequest = Request(upstream.Options.HttpRequest),
        Destinations = upstream.Destinations.ToDictionary(
            d => d.Name,
            d => new DestinationConfig { Address = d.Address, Health = d.Health, Host = d.Host },
            StringComparer.Ordinal),
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ConnectTimeout] = upstream.Timeouts.Connect.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        },
    };

    public static ForwarderRequestConfig Request(HttpRequestOptions options) => new()
    {
        // The sentinel's own deadlines replace YARP's activity timer, which cannot tell waiting for the head from a pause in a stream.
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        Version = options.Version is { } version ? new Version(version.Contains('.') ? version : version + ".0") : null,
        VersionPolicy = options.VersionPolicy is { } policy ? Enum.Parse<HttpVersionPolicy>(policy) : null,
    };

    private static SessionAffinityConfig? Affinity(SessionAffinityOptions? options) => options is null ? null : new()
    {
        Enabled = options.Enabled,
        Policy = options.Policy,
        FailurePolicy = options.FailurePolicy,
        AffinityKeyName = options.AffinityKeyName,
    };

    private static HealthCheckConfig? Health(HealthCheckOptions? options) => options is null ? null : new()
    {
        AvailableDestinationsPolicy = options.AvailableDestinationsPolicy,
        Active = options.Active is not { } active ? null : new()
        {
            Enabled = active.Enabled,
            Interval = active.Interval,
            Timeout = active.Timeout,
            Policy = active.Policy,
            Path = active.Path,
            Query = active.Query,
        },
        Passive = options.Passive is not { } passive ? null : new()
        {
            Enabled = passive.Enabled,
            Policy = passive.Policy,
            ReactivationPeriod = passive.ReactivationPeriod,
        },
    };
}
