using System.Text;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>One request as an upstream got it, with the connection to answer on.</summary>
/// <param name="Connection">Number of the connection it came on; the first is 1.</param>
/// <param name="Nth">Its number on that connection, from 1.</param>
/// <param name="Head">Request line and headers, with the empty line.</param>
/// <param name="Body">The body without chunk framing.</param>
/// <param name="Wire">Where to answer.</param>
internal sealed record WireRequest(int Connection, int Nth, string Head, byte[] Body, RawConnection Wire)
{
    /// <summary>Set by a script that wants no further request on this connection.</summary>
    public bool Close { get; set; }

    public string RequestLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Target => RequestLine.Split(' ')[1];

    public IReadOnlyList<string> HeaderLines => Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];

    public string BodyText => Encoding.Latin1.GetString(Body);

    /// <summary>All values of a header, in order.</summary>
    public IReadOnlyList<string> Header(string name) =>
        [.. HeaderLines
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim(' '))];

    /// <summary>Sends text as Latin-1, in one segment.</summary>
    public Task SendAsync(string text) => Wire.SendAsync(text);
}
