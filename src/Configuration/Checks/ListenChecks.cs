using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Checks;

/// <summary>Addresses that cannot be listened on together, and an admin port open to everyone.</summary>
internal static class ListenChecks
{
    public static void Check(Setting root, ErrorList errors)
    {
        var addresses = All(root).ToList();
        for (var i = 0; i < addresses.Count; i++)
        {
            var (setting, address) = addresses[i];
            if (addresses.Take(i).FirstOrDefault(other => other.Address.Overlaps(address)) is { Setting: { } taken })
                errors.Add(setting.Origin, setting.Key, $"the address is already taken by {taken.Key}", "another port");
        }
        var proxy = root.At("proxy");
        if (proxy is { Invalid: false } && IsEmpty(proxy.At("listen")) && IsEmpty(proxy.At("listenHttp2")))
            errors.Add(proxy.At("listen").Origin, "proxy.listen", "there is no address to listen on", "at least one address here or in proxy.listenHttp2");
        CheckAdmin(root, errors);
    }

    /// <summary>Every valid address to listen on, with the setting it stands in.</summary>
    public static IEnumerable<(Setting Setting, ListenAddress Address)> All(Setting root)
    {
        var settings = new List<Setting>();
        if (root.At("proxy") is { Invalid: false } proxy)
        {
            settings.AddRange(proxy.At("listen").Children.Select(pair => pair.Value));
            settings.AddRange(proxy.At("listenHttp2").Children.Select(pair => pair.Value));
        }
        if (root.At("admin") is { Invalid: false } admin)
            settings.Add(admin.At("listen"));
        foreach (var setting in settings)
        {
            if (setting.Text is { } text && ListenAddress.TryParse(text, out var address))
                yield return (setting, address);
        }
    }

    private static void CheckAdmin(Setting root, ErrorList errors)
    {
        if (root.At("admin") is not { Invalid: false } admin)
            return;
        var listen = admin.At("listen");
        var token = admin.At("token");
        if (token is { Invalid: false, Text: null or "" } && listen.Text is { } text && ListenAddress.TryParse(text, out var address) && !address.IsLoopback)
        {
            errors.Add(listen.Origin, listen.Key, "the admin port would be open to other machines without a token",
                "a loopback address such as 127.0.0.1:4101, or admin.token as well");
        }
    }

    private static bool IsEmpty(Setting list) => list is { Invalid: false, Children.Count: 0 };
}
