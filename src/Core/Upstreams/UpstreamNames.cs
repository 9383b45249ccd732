using System.Collections.Frozen;

namespace LlmSentinel.Core.Upstreams;

/// <summary>What an upstream may be called. The name is the first segment of its path on the data port.</summary>
public static class UpstreamNames
{
    /// <summary>Regular expression of a name.</summary>
    public const string Pattern = "^[a-z0-9][a-z0-9._-]{0,63}$";

    /// <summary>The same in words.</summary>
    public const string PatternMeaning = "lower-case letters, digits, '.', '_' and '-', starting with a letter or digit, at most 64";

    /// <summary>First segments of the providers' own paths: an upstream of that name would hide them from the default upstream.</summary>
    public static FrozenSet<string> Reserved { get; } =
        FrozenSet.Create(StringComparer.Ordinal, "v1", "v1alpha", "v1beta", "v1beta1", "v1beta2", "v2", "v3", "api", "model", "healthz", "readyz", "metrics");
}
