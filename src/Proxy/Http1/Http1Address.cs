using System.Buffers;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Proxy.Http1;

/// <summary>Where plain calls of an upstream go: the server's address, and what of it stands in the head of each request.</summary>
/// <param name="Host">Name or literal address to connect to.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Authority">Value of the <c>Host</c> header.</param>
/// <param name="PathPrefix">What stands before a call's own path; empty, or begins with a slash and ends without one.</param>
internal sealed record Http1Address(string Host, int Port, string Authority, string PathPrefix)
{
    /// <summary>The printable characters of ASCII: all that may stand in a request target or a host.</summary>
    public static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(i => (char)i)]);

    /// <summary>The address of a destination in clear text; null where it is not one, or has parts that need more care than is taken here.</summary>
    public static Http1Address? Of(ResolvedDestination destination)
    {
        var text = destination.Address;
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.AsSpan().ContainsAnyExcept(Printable) || text.AsSpan().ContainsAny('?', '#'))
            return null;
        var uri = new Uri(text);
        var authority = destination.Host ?? uri.Authority;
        if (authority.AsSpan().ContainsAnyExcept(Printable))
            return null;
        var path = text.IndexOf('/', "http://".Length);
        return new Http1Address(uri.IdnHost, uri.Port, authority, path < 0 ? "" : text[path..].TrimEnd('/'));
    }
}
