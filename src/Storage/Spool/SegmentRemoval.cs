namespace LlmSentinel.Storage.Spool;

/// <summary>Removes files; those that cannot be are tried again with the next. Any thread.</summary>
internal sealed class SegmentRemoval(SpoolTrouble trouble)
{
    private readonly Lock _lock = new();
    private readonly List<string> _paths = [];

    public void Remove(params IEnumerable<Segment> segments)
    {
        lock (_lock)
        {
            _paths.AddRange(segments.Select(static s => s.Path));
            _paths.RemoveAll(path => trouble.Try(SpoolTask.Removal, () => Delete(path)));
        }
    }

    private static void Delete(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
