using System.Globalization;
using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>
/// A copy of the file as it was before its schema changes, beside it, for who has to go back to an older sentinel. It holds rows that
/// retention removes from the file itself, so it does not stay for ever.
/// </summary>
internal static class MigrationBackup
{
    /// <summary>How long a copy is kept: it is removed when the file is opened after that.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const string Suffix = "-backup";

    /// <summary>
    /// Makes one when there are rows of an older schema; its path, or null. Throws when there is no room for it: without it nothing is changed.
    /// </summary>
    public static string? MakeIfDue(Connection connection, string path, IReadOnlyList<Migration> migrations)
    {
        var newest = migrations[^1].Version;
        var found = Migrator.Check(connection, newest);
        if (found == 0 || found == newest)
            return null;

        var backup = string.Create(CultureInfo.InvariantCulture, $"{path}.v{found}{Suffix}");
        var partial = backup + ".partial";
        try
        {
            File.Delete(partial);
            connection.Execute($"VACUUM INTO '{partial.Replace("'", "''", StringComparison.Ordinal)}'");
            File.Move(partial, backup, overwrite: true);
            return backup;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is SqliteException && !SqliteErrors.IsCorrupt(e)))
        {
            TryDelete(partial);
            throw new UnusableDatabaseException(
                $"is of an older schema, and the copy to be made before it changes cannot be written beside it: {SqliteErrors.Describe(e)}. Make room for one more such file", e);
        }
    }

    /// <summary>Removes copies that were kept long enough; one that cannot be removed stays until the next time.</summary>
    public static void RemoveOld(string path, DateTimeOffset now)
    {
        var folder = Path.GetDirectoryName(path) ?? ".";
        foreach (var backup in Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".v*" + Suffix))
        {
            if (now - File.GetLastWriteTimeUtc(backup) > Kept)
                TryDelete(backup);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Intentionally ignored: it is tried again the next time.
        }
    }
}
