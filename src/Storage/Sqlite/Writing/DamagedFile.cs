using System.Globalization;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>Moves a damaged database out of the way, with its log, so that whoever wants to can rescue what is in it.</summary>
internal static class DamagedFile
{
    private static readonly string[] Companions = ["-wal", "-shm"];

    /// <summary>Returns the new name.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = $"{path}.damaged-{stamp}";
        for (var i = 2; File.Exists(aside); i++)
            aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{stamp}-{i}");

        // The log goes first: beside a new database of the old name it would be taken for that one's log.
        foreach (var companion in Companions)
        {
            if (File.Exists(path + companion))
                File.Move(path + companion, aside + companion);
        }

        File.Move(path, aside);
        return aside;
    }
}
