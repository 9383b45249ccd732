namespace LlmSentinel.Core.Configuration;

/// <summary>Names of the formats a string option may have to follow.</summary>
public static class ValueFormatNames
{
    /// <summary>An address to listen on, as <see cref="ListenAddress"/> reads it.</summary>
    public const string Listen = "listen-address";

    /// <summary>An absolute http or https URL without user, query and fragment.</summary>
    public const string BaseUrl = "base-url";

    /// <summary>A host name or IP address, with or without a port.</summary>
    public const string Host = "host";

    /// <summary>An HTTP header or cookie name.</summary>
    public const string HeaderName = "header-name";

    /// <summary>Text that can stand in an HTTP header: visible ASCII, spaces inside only.</summary>
    public const string HeaderValue = "header-value";

    /// <summary>A URL path that starts with a slash.</summary>
    public const string UrlPath = "url-path";

    /// <summary>A query string that starts with a question mark.</summary>
    public const string UrlQuery = "url-query";

    /// <summary>An Azure resource name.</summary>
    public const string AzureResource = "azure-resource";
}
