using System.Collections.Frozen;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Proxy.Http1;

/// <summary>What a header of an answer means to a proxy.</summary>
internal enum HeaderMeaning : byte
{
    /// <summary>Nothing: it passes.</summary>
    Plain,

    /// <summary>It passes, and the observer reads it.</summary>
    Observed,

    /// <summary>It belongs to one connection and does not pass.</summary>
    HopByHop,

    KeepAlive,
    ContentType,
    ContentEncoding,
    ContentLength,
    TransferEncoding,
    Connection,
    Trailer,
}

/// <summary>The name of a header, with what it means; and which headers do not pass a proxy.</summary>
internal sealed class HeaderName
{
    /// <summary>The headers YARP keeps back, in requests and in answers.</summary>
    public static readonly FrozenSet<string> OfOneConnection = FrozenSet.ToFrozenSet(
    [
        "Connection", "Transfer-Encoding", "Keep-Alive", "Upgrade", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info",
        "Proxy-Authorization", "Proxy-Features", "Proxy-Instruction", "Security-Scheme", "ALPN", "Close", "HTTP2-Settings",
        "Upgrade-Insecure-Requests", "TE", "Alt-Svc",
    ], StringComparer.OrdinalIgnoreCase);

    public HeaderName(string text)
    {
        Text = text;
        Meaning = text.ToLowerInvariant() switch
        {
            "content-type" => HeaderMeaning.ContentType,
            "content-encoding" => HeaderMeaning.ContentEncoding,
            "content-length" => HeaderMeaning.ContentLength,
            "transfer-encoding" => HeaderMeaning.TransferEncoding,
            "connection" => HeaderMeaning.Connection,
            "keep-alive" => HeaderMeaning.KeepAlive,
            "trailer" => HeaderMeaning.Trailer,
            _ when OfOneConnection.Contains(text) => HeaderMeaning.HopByHop,
            _ when ProviderHeaders.Reads(text) => HeaderMeaning.Observed,
            _ => HeaderMeaning.Plain,
        };
    }

    /// <summary>As it came.</summary>
    public string Text { get; }

    public HeaderMeaning Meaning { get; }
}
