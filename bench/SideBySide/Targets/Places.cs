namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>Where the programs are, and where the run may write.</summary>
/// <param name="Root">Root of the repository.</param>
/// <param name="Sentinel">The program <c>sentinel</c>.</param>
/// <param name="Bench">This program.</param>
/// <param name="Hook">The startup hook's assembly.</param>
/// <param name="Sidecar">The lean sidecar; need not be there.</param>
/// <param name="Portkey">Folder of Portkey's package; need not be there.</param>
/// <param name="Work">A folder of the run's own.</param>
internal sealed record Places(string Root, string Sentinel, string Bench, string Hook, string Sidecar, string Portkey, string Work)
{
    /// <summary>As <c>bench.sh</c> lays them out.</summary>
    public static Places Published(string root)
    {
        var published = Path.Combine(root, "artifacts", "bench", "bin");
        return new Places(
            root,
            Path.Combine(published, "sentinel", "sentinel"),
            Path.Combine(published, "bench", "LlmSentinel.Bench.SideBySide"),
            Path.Combine(published, "hook", "LlmSentinel.Bench.StartupHook.dll"),
            Path.Combine(published, "sidecar", "sidecar"),
            Path.Combine(root, "bench", "portkey"),
            Directory.CreateTempSubdirectory("sentinel-bench-").FullName);
    }

    /// <summary>A new folder for one process.</summary>
    public string NewFolder(string name)
    {
        var folder = Path.Combine(Work, $"{name}-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
