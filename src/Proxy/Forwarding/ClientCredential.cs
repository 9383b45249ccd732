using LlmSentinel.Core.Upstreams;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>Where clients put their credentials, and how an upstream's own takes their place.</summary>
internal static class ClientCredential
{
    /// <summary>The credential a request carries, in a header or in the query; null when it carries none.</summary>
    public static string? Of(HttpRequest request)
    {
        var headers = request.Headers;
        foreach (var name in CredentialForm.KnownHeaders)
        {
            if (headers.TryGetValue(name, out var value) && value.Count > 0 && !string.IsNullOrEmpty(value[0]))
                return value[0];
        }

        if (!request.QueryString.HasValue)
            return null;
        foreach (var name in CredentialForm.KnownQueryParameters)
        {
            if (request.Query.TryGetValue(name, out var value) && value.Count > 0 && !string.IsNullOrEmpty(value[0]))
                return value[0];
        }

        return null;
    }

    /// <summary>Puts the upstream's own credential in place of whatever the client sent.</summary>
    public static void Replace(HttpRequestMessage request, CredentialForm form, string apiKey)
    {
        foreach (var name in CredentialForm.KnownHeaders)
            request.Headers.Remove(name);
        if (form.Header is { } header)
            request.Headers.TryAddWithoutValidation(header, form.Format(apiKey));
    }

    /// <summary>The path and query without a client's key, and with the upstream's where it belongs into the query.</summary>
    public static string ReplaceInQuery(string pathAndQuery, CredentialForm form, string apiKey)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        var kept = question < 0
            ? []
            : pathAndQuery[(question + 1)..].Split('&').Where(p => p.Length > 0 && !IsCredential(p)).ToList();
        if (form.QueryParameter is { } parameter)
            kept.Add(parameter + "=" + Uri.EscapeDataString(form.Format(apiKey)));
        return kept.Count == 0 ? path : path + "?" + string.Join('&', kept);
    }

    private static bool IsCredential(string parameter)
    {
        var name = parameter.AsSpan();
        var equals = name.IndexOf('=');
        if (equals >= 0)
            name = name[..equals];
        foreach (var known in CredentialForm.KnownQueryParameters)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
