using System.Collections.Frozen;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// Writes the head a call goes up with: the client's own, without the headers of its connection, with the upstream's host and key.
/// </summary>
internal static class RequestHead
{
    // Host and length are written here: of the one there is another, of the other one at most.
    private static readonly FrozenSet<string> HeldBack =
        HeaderName.OfOneConnection.Union([HeaderNames.Host, HeaderNames.ContentLength]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A client's credential must not reach a provider that has one of its own.
    private static readonly FrozenSet<string> HeldBackWithKey = HeldBack.Union(CredentialForm.KnownHeaders).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="writer">Takes it.</param>
    /// <param name="request">The client's.</param>
    /// <param name="exchange">The call.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="chunked">True when the body has no length and goes up in chunks.</param>
    /// <exception cref="FormatException">The upstream's key has characters that may not stand in a head.</exception>
    public static void Write(ref HeadWriter writer, HttpRequest request, ObservedExchange exchange, Http1Address address, bool chunked)
    {
        var upstream = exchange.Upstream;
        var key = upstream.ApiKey;
        var pathAndQuery = key is null ? exchange.PathAndQuery : ClientCredential.ReplaceInQuery(exchange.PathAndQuery, upstream.Credential, key);
        writer.Write(exchange.Method);
        writer.Write(" "u8);
        writer.Write(address.PathPrefix);
        writer.Write(pathAndQuery);
        writer.Write(" HTTP/1.1\r\nHost: "u8);
        writer.Write(address.Authority);
        writer.Write("\r\n"u8);

        // What is added to the answer can only be taken out again where it is readable.
        var heldBack = key is null ? HeldBack : HeldBackWithKey;
        foreach (var (name, values) in request.Headers)
        {
            if (heldBack.Contains(name) || (exchange.Asked && name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)))
                continue;
            foreach (var value in values)
                Line(ref writer, name, value);
        }

        if (key is not null && upstream.Credential.Header is { } header)
            Line(ref writer, header, Checked(upstream.Credential.Format(key)));
        if (exchange.Asked)
            Line(ref writer, HeaderNames.AcceptEncoding, "identity");
        if (chunked)
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        else if ((exchange.Held?.Length ?? request.ContentLength) is { } length)
            Length(ref writer, length);
        writer.Write("\r\n"u8);
    }

    private static void Line(ref HeadWriter writer, string name, string? value)
    {
        writer.Write(name);
        writer.Write(": "u8);
        writer.Write(value);
        writer.Write("\r\n"u8);
    }

    private static void Length(ref HeadWriter writer, long length)
    {
        writer.Write("Content-Length: "u8);
        writer.Write(length);
        writer.Write("\r\n"u8);
    }

    private static string Checked(string value) =>
        value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.AsSpan().ContainsAnyInRange('\u007f', '\u009f') || value.AsSpan().ContainsAnyInRange('\u0100', '\uffff')
        ? throw new FormatException("The key of the upstream has characters that may not stand in a header.") : value;
}
