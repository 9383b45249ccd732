using System.Collections.Frozen;
using System.Text.RegularExpressions;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Values;

/// <summary>What texts of each format look like, and how to say so.</summary>
internal static partial class ValueFormats
{
    private static readonly FrozenDictionary<string, ValueFormat> All = new Dictionary<string, ValueFormat>
    {
        [ValueFormatNames.Listen] = new("an address to listen on", "IP:port, localhost:port or *:port, such as 127.0.0.1:4100 or [::1]:4100",
            text => ListenAddress.TryParse(text, out _)),
        [ValueFormatNames.BaseUrl] = new("a base URL", "http://host[:port][/path] or https://..., without user, query and fragment", IsBaseUrl),
        [ValueFormatNames.Host] = new("a host", "a host name or IP address, with or without :port", IsHost),
        [ValueFormatNames.HeaderName] = new("a header name", "letters, digits and !#$%&'*+-.^_`|~", text => Token().IsMatch(text)),
        [ValueFormatNames.HeaderValue] = new("text that can stand in a header", "visible ASCII characters; no line break or space at the ends", IsHeaderValue),
        [ValueFormatNames.UrlPath] = new("a path", "a path that starts with '/', such as /health, without query", text => UrlPath().IsMatch(text)),
        [ValueFormatNames.UrlQuery] = new("a query", "a query that starts with '?', such as ?deep=1", text => UrlQuery().IsMatch(text)),
        [ValueFormatNames.AzureResource] = new("an Azure resource name", "2 to 64 letters, digits and '-'; a full URL goes into address", text => AzureResource().IsMatch(text)),
    }.ToFrozenDictionary();

    /// <summary>The format of that name.</summary>
    /// <exception cref="KeyNotFoundException">The schema names a format nobody knows.</exception>
    public static ValueFormat Get(string name) => All[name];

    private static bool IsBaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
        && !text.Contains('?', StringComparison.Ordinal) && !text.Contains('#', StringComparison.Ordinal)
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\\');

    private static bool IsHost(string text) =>
        Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']');

    private static bool IsHeaderValue(string text) => text.All(c => c is >= ' ' and <= '~') && text.Trim(' ').Length == text.Length;

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"^/[!$-;=@-\[\]_a-z~]*$", RegexOptions.CultureInvariant)]
    private static partial Regex UrlPath();

    [GeneratedRegex(@"^\?[!$-;=?@-\[\]_a-z~]*$", RegexOptions.CultureInvariant)]
    private static partial Regex UrlQuery();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]{0,62}[A-Za-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex AzureResource();
}

/// <summary>One format.</summary>
/// <param name="Name">What such a text is, with its article.</param>
/// <param name="Allowed">What is allowed, in words.</param>
/// <param name="Matches">Whether a text, which is not empty, has the format.</param>
internal sealed record ValueFormat(string Name, string Allowed, Func<string, bool> Matches);
