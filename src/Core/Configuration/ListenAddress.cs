using System.Globalization;
using System.Net;

namespace LlmSentinel.Core.Configuration;

/// <summary>An address to listen on: <c>127.0.0.1:4100</c>, <c>[::1]:4100</c>, <c>localhost:4100</c> or <c>*:4100</c> (every interface).</summary>
/// <param name="Address">The IP address; null for <c>localhost</c>, which is both loopback addresses.</param>
/// <param name="Port">0 to 65535; 0 takes a free port.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>Only this machine can reach it.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    /// <summary>It listens on every interface.</summary>
    public bool IsAny => Address is not null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any));

    /// <summary>Reads the text of an option; false when it is none of the forms above.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ListenAddress? result)
    {
        result = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var host = text[..colon];
        if (host is "localhost" or "*")
        {
            result = new(host == "*" ? IPAddress.IPv6Any : null, port);
            return true;
        }
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address))
            return false;
        // Without brackets an IPv6 address would swallow the port, and IPAddress reads 1.2 as 1.0.0.2.
        if (bracketed != (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) || (!bracketed && host.Count(c => c == '.') != 3))
            return false;
        result = new(address, port);
        return true;
    }

    /// <summary>Whether the two cannot be listened on at once. Port 0 never collides.</summary>
    public bool Overlaps(ListenAddress other)
    {
        if (Port == 0 || Port != other.Port)
            return false;
        if (IsAny || other.IsAny)
            return true;
        if (Address is null || other.Address is null)
            return IsLoopback && other.IsLoopback;
        return Address.Equals(other.Address);
    }
}
