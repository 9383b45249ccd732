using System.Net;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Hosting.Admin;

/// <summary>Who can reach the admin port by its address.</summary>
public static class AdminAddress
{
    /// <summary>Refuses an admin port that others can reach and that asks for no token.</summary>
    /// <exception cref="InvalidOperationException">The address is not loopback and there is no token.</exception>
    public static void RequireTokenUnlessLoopback(AdminOptions options)
    {
        if (options.Token.Length == 0 && !IsLoopback(HostOf(options.Listen)))
        {
            throw new InvalidOperationException(
                $"admin.listen is {options.Listen}, which other machines can reach, and admin.token is empty. Set a token, or listen on 127.0.0.1.");
        }
    }

    /// <summary>True for 127.0.0.0/8, ::1 and names that always mean this machine (RFC 6761).</summary>
    public static bool IsLoopback(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        return IPAddress.TryParse(name, out var address)
            ? IPAddress.IsLoopback(address)
            : name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The host of <c>host:port</c>.</summary>
    public static string HostOf(string listen)
    {
        var colon = listen.LastIndexOf(':');
        return colon > listen.LastIndexOf(']') ? listen[..colon] : listen;
    }
}
