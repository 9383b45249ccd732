using System.Globalization;

namespace LlmSentinel.Configuration.Tree;

/// <summary>Paths of keys, as errors and the admin API show them: <c>upstreams.openai.address</c>, <c>proxy.listen[0]</c>.</summary>
internal static class KeyPath
{
    public static string Child(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    public static string Index(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
}
