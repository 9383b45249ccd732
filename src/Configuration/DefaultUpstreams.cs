using LlmSentinel.Configuration.Tree;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Configuration;

/// <summary>What is configured when nobody says so: the upstreams, and which of them serves the root.</summary>
internal static class DefaultUpstreams
{
    /// <summary>Puts the default upstreams into a tree that names none.</summary>
    public static void AddUpstreams(MappingNode root)
    {
        if (root.Find("upstreams")?.Value is not (null or ScalarNode { IsNull: true } or MappingNode { Entries.Count: 0 }))
            return;
        var upstreams = new MappingNode(Origin.Default);
        foreach (var name in UpstreamPresets.DefaultUpstreams)
            upstreams.Set(name, new MappingNode(Origin.Default));
        root.Set("upstreams", upstreams);
    }

    /// <summary>Without openai among the upstreams the default is the only one there is, or none.</summary>
    public static void ChooseDefault(MappingNode root)
    {
        if (root.Find("upstreams")?.Value is not MappingNode upstreams || upstreams.Find(UpstreamPresetNames.OpenAI) is not null)
            return;
        if (root.Find("proxy")?.Value is null or ScalarNode { IsNull: true })
            root.Set("proxy", new MappingNode(Origin.Default));
        if (root.Find("proxy")?.Value is not MappingNode proxy || proxy.Find("defaultUpstream")?.Value is not (null or ScalarNode { IsNull: true }))
            return;
        var chosen = upstreams.Entries is [var only] ? only.Key : "";
        proxy.Set("defaultUpstream", new ScalarNode(Origin.Default, chosen, chosen, plain: false));
    }
}
