using System.Net;
using LlmSentinel.Core.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmSentinel.Proxy;

/// <summary>Binds the addresses of the configuration.</summary>
public static class KestrelListening
{
    /// <summary>Listens on <paramref name="text"/>, <c>host:port</c>.</summary>
    /// <exception cref="FormatException">Not an address; a checked configuration holds none.</exception>
    public static void ListenOn(this KestrelServerOptions kestrel, string text, Action<ListenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        if (!ListenAddress.TryParse(text, out var listen))
            throw new FormatException($"'{text}' is not an address to listen on.");

        // Kestrel cannot give two loopback addresses the same free port.
        if (listen.Address is { } address)
            kestrel.Listen(address, listen.Port, configure);
        else if (listen.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, configure);
        else
            kestrel.ListenLocalhost(listen.Port, configure);
    }
}
