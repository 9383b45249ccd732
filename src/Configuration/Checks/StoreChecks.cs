using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Validation;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Checks;

/// <summary>What must fit together in the store: an InfluxDB server needs an address and a bucket, and one way to sign in.</summary>
internal static class StoreChecks
{
    public static void Check(Setting root, ErrorList errors)
    {
        if (root.At("store") is not { Invalid: false } store || store.At("kind") is not { Invalid: false, Text: StoreKinds.InfluxDb } kind)
            return;
        MustBeGiven(store.At("url"), "the base URL of the server, such as http://localhost:8086");
        MustBeGiven(store.At("bucket"), "the bucket (2.x, Cloud) or database (1.x, 3) to write to, such as sentinel");
        CheckCredentials(store, errors);
        foreach (var (name, tag) in store.At("tags").Children.Where(pair => PointNames.Taken.Contains(pair.Key)))
            errors.Add(tag.KeyOrigin, tag.Key, $"points have '{name}' of their own", "another name, such as host or pod");

        void MustBeGiven(Setting setting, string allowed)
        {
            if (setting is { Invalid: false, Text: null or "" })
                errors.Add(setting.Origin.IsDefault ? kind.Origin : setting.Origin, setting.Key, "store.kind is influxdb, which needs it", allowed);
        }
    }

    private static void CheckCredentials(Setting store, ErrorList errors)
    {
        var given = new[] { store.At("token"), store.At("tokenFile"), store.At("user") }.Where(IsGiven).ToList();
        foreach (var second in given.Skip(1))
            errors.Add(second.Origin, second.Key, $"cannot stand beside {given[0].Key}", "one of token, tokenFile and user");
        if (IsGiven(store.At("password")) && !IsGiven(store.At("user")))
            errors.Add(store.At("password").Origin, store.At("password").Key, "there is no user to it", "store.user as well, or none of both");
    }

    private static bool IsGiven(Setting setting) => setting.Invalid || !string.IsNullOrEmpty(setting.Text);
}
