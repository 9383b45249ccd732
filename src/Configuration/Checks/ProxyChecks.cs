using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Configuration.Values;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Configuration.Checks;

/// <summary>The default upstream exists, and the app header takes nothing away that a call needs.</summary>
internal static class ProxyChecks
{
    // Headers without which a call is another call; the app header is removed before forwarding.
    private static readonly string[] NeededHeaders =
        ["host", "content-type", "content-length", "content-encoding", "transfer-encoding", "accept", "accept-encoding", "connection", "upgrade", "te", "expect"];

    public static void Check(Setting root, ErrorList errors)
    {
        if (root.At("proxy") is not { Invalid: false } proxy)
            return;
        CheckDefaultUpstream(proxy.At("defaultUpstream"), root.At("upstreams"), errors);
        var header = proxy.At("appHeader");
        if (header.Text is { } name && NeededHeaders.Concat(CredentialForm.KnownHeaders).Contains(name, StringComparer.OrdinalIgnoreCase))
            errors.Add(header.Origin, header.Key, $"the app header is removed before forwarding, and calls need '{name}'", "a header of your own, such as x-sentinel-app");
    }

    private static void CheckDefaultUpstream(Setting setting, Setting upstreams, ErrorList errors)
    {
        if (setting.Text is not { Length: > 0 } name || upstreams.Invalid || upstreams.Find(name) is not null)
            return;
        var names = upstreams.Children.Select(pair => pair.Key).ToList();
        var guess = setting.Origin.IsVariable ? null : Suggestion.For(name, names);
        errors.Add(setting.Origin, setting.Key, guess is null ? "there is no upstream of that name" : $"there is no upstream of that name; did you mean '{guess}'?",
            names.Count == 0 ? "empty for none" : $"{string.Join(", ", names)}, or empty for none");
    }
}
