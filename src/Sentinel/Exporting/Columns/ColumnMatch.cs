namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>The columns of a file beside ours.</summary>
internal static class ColumnMatch
{
    /// <summary>
    /// The place of each column of a file among <see cref="ExportColumns.All"/>. Throws <see cref="TransferException"/>, by name, for columns
    /// that are not known, that are there twice, or that are missing.
    /// </summary>
    public static int[] Match(IReadOnlyList<string> names, string where)
    {
        Refuse(where, "unknown column", names.Where(name => ExportColumns.Find(name) < 0));
        Refuse(where, "more than once", names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        Refuse(where, "missing column", ExportColumns.All.Where(column => column.Required).Select(column => column.Name).Except(names));
        return [.. names.Select(ExportColumns.Find)];
    }

    private static void Refuse(string where, string what, IEnumerable<string> names)
    {
        const int Most = 10;
        var all = names.ToList();
        if (all.Count > 0)
            throw new TransferException($"{where}{what}: {string.Join(", ", all.Take(Most))}{(all.Count > Most ? $" and {all.Count - Most} more" : "")}");
    }
}
