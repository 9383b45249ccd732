namespace LlmSentinel.Proxy.Routing;

/// <summary>Where a request goes.</summary>
/// <param name="Upstream">The upstream.</param>
/// <param name="PathAndQuery">What is appended to the destination's address, raw.</param>
internal readonly record struct RouteMatch(UpstreamRoute Upstream, string PathAndQuery);
