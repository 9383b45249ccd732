namespace LlmSentinel.Core.Pricing;

/// <summary>
/// The names under which a model may stand in a price list, most exact first. Only decoration is taken off that never
/// makes another model: resource prefixes, release dates, <c>latest</c>, Bedrock versions. Nothing is matched by prefix,
/// so <c>gpt-5.4-mini</c> can never become <c>gpt-5.4</c>.
/// </summary>
internal static class ModelNames
{
    /// <summary>Longer names are not looked up: no model has one.</summary>
    internal const int MaxLength = 512;

    private const int MaxStrips = 5;

    /// <summary>Regions of Bedrock's cross-region profiles that cost the same as the plain id. <c>global.</c> does not: it has rows of its own.</summary>
    private static readonly string[] BedrockRegions = ["us.", "eu.", "apac.", "au.", "jp.", "ca.", "us-gov."];

    /// <summary>OpenRouter variants that choose a route, not a price: <c>:free</c> and <c>:online</c> do, and stay unknown without a row.</summary>
    private static readonly string[] OpenRouterVariants = [":nitro", ":floor", ":exacto", ":thinking", ":beta"];

    internal static List<string> Candidates(string provider, string model)
    {
        var names = new List<string>(6);
        if (model.Length is 0 or > MaxLength) return names;
        names.Add(model);
        if (FineTuneBase(model) is { } fineTune)
        {
            // A fine-tune has prices of its own or none: never those of its base model.
            Add(names, fineTune);
            AddStripped(names, provider, fineTune);
            return names;
        }

        var bare = WithoutPrefix(provider, model);
        if (bare is null) return names;
        Add(names, bare);
        AddStripped(names, provider, bare);
        return names;
    }

    private static void AddStripped(List<string> names, string provider, string name)
    {
        for (var i = 0; i < MaxStrips; i++)
        {
            var length = StrippedLength(provider, name);
            if (length <= 0 || length == name.Length) return;
            name = name[..length];
            Add(names, name);
        }
    }

    private static void Add(List<string> names, string name)
    {
        if (name.Length > 0 && !names.Contains(name)) names.Add(name);
    }

    /// <summary><c>ft:</c> and the base model of an OpenAI (<c>ft:base:org:name:id</c>) or Azure (<c>base.ft-id</c>) fine-tune.</summary>
    private static string? FineTuneBase(string model)
    {
        if (model.StartsWith("ft:", StringComparison.Ordinal))
        {
            var end = model.IndexOf(':', 3);
            return end < 0 ? model : model[..end];
        }

        var azure = model.IndexOf(".ft-", StringComparison.Ordinal);
        return azure > 0 ? string.Concat("ft:", model.AsSpan(0, azure)) : null;
    }

    /// <summary>The name without its resource path; null when the resource names no model (provisioned, custom, application profile).</summary>
    private static string? WithoutPrefix(string provider, string model)
    {
        switch (provider)
        {
            case PriceProviders.Google or PriceProviders.Vertex:
                var at = model.LastIndexOf("models/", StringComparison.Ordinal);
                if (at >= 0) return model[(at + "models/".Length)..];
                return model.StartsWith("google/", StringComparison.Ordinal) ? model["google/".Length..] : model;
            case PriceProviders.Aws:
                return WithoutBedrockPrefix(model);
            default:
                return model;
        }
    }

    private static string? WithoutBedrockPrefix(string model)
    {
        if (model.Contains('%', StringComparison.Ordinal)) model = Uri.UnescapeDataString(model);
        if (model.StartsWith("arn:", StringComparison.Ordinal))
        {
            var named = model.Contains(":foundation-model/", StringComparison.Ordinal)
                || model.Contains(":inference-profile/", StringComparison.Ordinal);
            if (!named) return null;
            model = model[(model.LastIndexOf('/') + 1)..];
        }

        foreach (var region in BedrockRegions)
        {
            if (model.StartsWith(region, StringComparison.Ordinal)) return model[region.Length..];
        }

        return model;
    }

    /// <summary>How much of the name is left after taking off one decoration; its whole length when there is none.</summary>
    private static int StrippedLength(string provider, string name)
    {
        foreach (var suffix in (ReadOnlySpan<string>)[":latest", "-latest", "@latest", "@default"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal)) return name.Length - suffix.Length;
        }

        if (provider == PriceProviders.OpenRouter)
        {
            foreach (var variant in OpenRouterVariants)
            {
                if (name.EndsWith(variant, StringComparison.Ordinal)) return name.Length - variant.Length;
            }
        }

        var length = ReleaseDates.LengthWithoutDate(name);
        if (length < name.Length) return length;

        return provider switch
        {
            PriceProviders.Aws => LengthWithoutBedrockVersion(name),
            PriceProviders.Google or PriceProviders.Vertex => LengthWithoutGeminiRelease(name),
            _ => name.Length,
        };
    }

    /// <summary><c>-v1</c>, <c>-v1:0</c>, <c>-v0:2</c>.</summary>
    private static int LengthWithoutBedrockVersion(string name)
    {
        var at = name.LastIndexOf("-v", StringComparison.Ordinal);
        if (at <= 0) return name.Length;
        var version = name.AsSpan(at + 2);
        var colon = version.IndexOf(':');
        var major = colon < 0 ? version : version[..colon];
        var minor = colon < 0 ? default : version[(colon + 1)..];
        var isVersion = major.Length is 1 or 2 && !major.ContainsAnyExceptInRange('0', '9')
            && (colon < 0 || (minor.Length is 1 or 2 && !minor.ContainsAnyExceptInRange('0', '9')));
        return isVersion ? at : name.Length;
    }

    /// <summary>Stable Gemini releases end in <c>-001</c>, <c>-002</c>.</summary>
    private static int LengthWithoutGeminiRelease(string name) =>
        name.Length > 4 && name[^4] == '-' && name[^3] == '0' && char.IsAsciiDigit(name[^2]) && char.IsAsciiDigit(name[^1])
            ? name.Length - 4
            : name.Length;
}
