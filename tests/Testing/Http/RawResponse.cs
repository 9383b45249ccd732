using System.Globalization;
using System.Text;

namespace LlmSentinel.Testing.Http;

/// <summary>One HTTP/1.1 response as it stood on the wire.</summary>
/// <param name="Head">Status line and headers with the empty line that ends them.</param>
/// <param name="RawBody">The body with its chunk framing, if any, and trailers.</param>
/// <param name="Body">The body without framing.</param>
/// <param name="Trailers">Trailer lines of a chunked body, without the empty line; empty when there are none.</param>
/// <param name="Complete">False when the connection ended before the body did.</param>
public sealed record RawResponse(string Head, byte[] RawBody, byte[] Body, string Trailers, bool Complete)
{
    /// <summary>The status code.</summary>
    public int Status => int.Parse(Head.AsSpan(9, 3), CultureInfo.InvariantCulture);

    /// <summary>The body as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The header lines, in order, as they stood.</summary>
    public IReadOnlyList<string> HeaderLines => Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];

    /// <summary>All values of a header, in order.</summary>
    public IReadOnlyList<string> Header(string name) =>
        [.. HeaderLines
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())];
}
