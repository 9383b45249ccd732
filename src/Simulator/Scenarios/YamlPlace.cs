using YamlDotNet.RepresentationModel;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>A node of the file, the path of keys to it, and where problems are collected.</summary>
internal sealed record YamlPlace(YamlNode Node, string Key, string Source, List<ScenarioProblem> Problems)
{
    public string? Scalar => Node is YamlScalarNode scalar ? scalar.Value : null;

    public void Problem(string message) => Problems.Add(new(Source, (int)Node.Start.Line, Key, message));

    /// <summary>The entries of a mapping in the order of the file; unknown keys are problems.</summary>
    public IEnumerable<(string Name, YamlPlace Value)> Entries(IReadOnlyCollection<string>? allowed = null)
    {
        if (Node is not YamlMappingNode mapping)
        {
            Problem(allowed is null ? "must be a mapping" : $"must be a mapping with the keys {string.Join(", ", allowed)}");
            yield break;
        }
        foreach (var (keyNode, value) in mapping.Children)
        {
            var name = (keyNode as YamlScalarNode)?.Value ?? "";
            var place = this with { Node = value, Key = Key.Length == 0 ? name : $"{Key}.{name}" };
            if (allowed is not null && !allowed.Contains(name))
                (place with { Node = keyNode }).Problem($"unknown key; allowed here: {string.Join(", ", allowed)}");
            else
                yield return (name, place);
        }
    }

    /// <summary>The items of a list.</summary>
    public IEnumerable<YamlPlace> Items()
    {
        if (Node is YamlSequenceNode sequence) return sequence.Children.Select((item, i) => this with { Node = item, Key = $"{Key}[{i}]" });
        Problem("must be a list");
        return [];
    }

    /// <summary>A list's items, or the node itself when it is not a list.</summary>
    public IEnumerable<YamlPlace> OneOrMore() => Node is YamlSequenceNode ? Items() : [this];
}
