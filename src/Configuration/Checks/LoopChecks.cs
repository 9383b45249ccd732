using System.Net;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Checks;

/// <summary>An upstream that points back at the sentinel: each call would go round until something breaks.</summary>
internal static class LoopChecks
{
    public static void Check(Setting root, ErrorList errors)
    {
        var own = ListenChecks.All(root).Select(pair => pair.Address).ToList();
        foreach (var (_, upstream) in root.At("upstreams").Children.Where(pair => !pair.Value.Invalid))
        {
            foreach (var setting in Addresses(upstream))
            {
                if (setting is { Invalid: false, Text.Length: > 0 } && Uri.TryCreate(setting.Text, UriKind.Absolute, out var url) && own.Exists(listen => Reaches(url, listen)))
                    errors.Add(setting.Origin, setting.Key, "points back at an address the sentinel itself listens on", "the address of an LLM server");
            }
        }
    }

    private static IEnumerable<Setting> Addresses(Setting upstream) =>
        upstream.At("destinations").Children.Where(pair => !pair.Value.Invalid).Select(pair => pair.Value.At("address")).Prepend(upstream.At("address"));

    private static bool Reaches(Uri url, ListenAddress listen)
    {
        if (url.Port != listen.Port)
            return false;
        var isLocal = url.IsLoopback;
        if (listen.Address is null || listen.IsAny)
            return isLocal;
        return IPAddress.TryParse(url.DnsSafeHost, out var address) ? address.Equals(listen.Address) : isLocal && listen.IsLoopback;
    }
}
