namespace LlmSentinel.Core.Upstreams;

/// <summary>Where a provider looks for its key.</summary>
/// <param name="Header">Header name, lower case; null when the key goes into the query.</param>
/// <param name="Prefix">What stands before the key in the header, for example <c>"Bearer "</c>; empty for none.</param>
/// <param name="QueryParameter">Query parameter name; null when the key goes into a header.</param>
public sealed record CredentialForm(string? Header, string Prefix, string? QueryParameter)
{
    /// <summary><c>Authorization: Bearer key</c>.</summary>
    public static CredentialForm Bearer { get; } = InHeader("authorization", "Bearer ");

    /// <summary>
    /// Headers any known provider reads a credential from, lower case. All of them are removed from a call whose upstream brings
    /// its own key: a client's key must not reach a provider beside it.
    /// </summary>
    public static IReadOnlyList<string> KnownHeaders { get; } = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];

    /// <summary>Query parameters any known provider reads a credential from.</summary>
    public static IReadOnlyList<string> KnownQueryParameters { get; } = ["key", "access_token"];

    /// <summary>A key in a header.</summary>
    public static CredentialForm InHeader(string header, string prefix = "") => new(header, prefix, null);

    /// <summary>A key in the query string.</summary>
    public static CredentialForm InQuery(string parameter) => new(null, "", parameter);

    /// <summary>The header's value, or the query parameter's before escaping.</summary>
    public string Format(string key) => Prefix + key;
}
