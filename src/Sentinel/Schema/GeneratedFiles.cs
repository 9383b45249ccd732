namespace LlmSentinel.Sentinel.Schema;

/// <summary>The files of the source tree that are made from the option classes.</summary>
internal static class GeneratedFiles
{
    /// <summary>Path in the source tree and what must stand there.</summary>
    public static IEnumerable<(string Path, string Content)> All(string root)
    {
        yield return (Path.Combine("config", "sentinel.schema.json"), SchemaGenerator.Generate());
        yield return (Path.Combine("config", "sentinel.yaml"), SampleWriter.Write());
        var docs = Path.Combine("docs", "configuration.md");
        var text = GeneratedBlock.Replace(File.ReadAllText(Path.Combine(root, docs)), "keys", KeyTableWriter.Write());
        yield return (docs, GeneratedBlock.Replace(text, "presets", PresetTableWriter.Write()));
    }

    /// <summary>Writes those that differ.</summary>
    public static void Update(string root)
    {
        foreach (var (path, content) in All(root))
        {
            var file = Path.Combine(root, path);
            if (!File.Exists(file) || File.ReadAllText(file) != content)
                File.WriteAllText(file, content);
        }
    }
}
