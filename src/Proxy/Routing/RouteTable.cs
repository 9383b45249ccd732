using System.Collections.Frozen;

namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// The upstreams by name, immutable; a new configuration is swapped in whole while calls in flight keep the table they began with.
/// </summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, UpstreamRoute> _byName;
    private readonly FrozenDictionary<string, UpstreamRoute>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly UpstreamRoute? _default;

    public RouteTable(IEnumerable<UpstreamRoute> upstreams, string defaultUpstream)
    {
        _byName = upstreams.ToFrozenDictionary(u => u.Upstream.Name, StringComparer.Ordinal);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        _byName.TryGetValue(defaultUpstream, out _default);
    }

    /// <summary>A table without upstreams, before the first configuration is applied.</summary>
    public static RouteTable Empty { get; } = new([], "");

    /// <summary>All upstreams, in no order.</summary>
    public IEnumerable<UpstreamRoute> Upstreams => _byName.Values;

    /// <summary>Names of all upstreams, for messages.</summary>
    public string Names => string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal));

    /// <summary>
    /// <c>/{upstream}/rest</c> goes to that upstream as <c>/rest</c>; everything else to the default upstream as it stands.
    /// </summary>
    public RouteMatch? Match(string pathAndQuery)
    {
        var path = RequestTarget.Path(pathAndQuery);
        var end = path.Length > 1 ? path[1..].IndexOf('/') : -1;
        var first = end < 0 ? path[1..] : path[1..(end + 1)];
        if (_bySpan.TryGetValue(first, out var named))
        {
            var rest = pathAndQuery[(1 + first.Length)..];
            return new RouteMatch(named, rest.StartsWith('/') ? rest : "/" + rest);
        }

        return _default is null ? null : new RouteMatch(_default, pathAndQuery);
    }
}
