using System.Globalization;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Brings a file to the newest schema, one transaction a step, and refuses what is not ours or is newer than us.</summary>
internal static class Migrator
{
    /// <summary>Returns the version found and the version now. Throws <see cref="UnusableDatabaseException"/> on a file it must not touch.</summary>
    public static (int From, int To) Migrate(Connection connection, IReadOnlyList<Migration> migrations)
    {
        var found = Check(connection, migrations[^1].Version);
        foreach (var migration in migrations)
        {
            if (migration.Version > found)
                Apply(connection, migration);
        }

        return (found, Math.Max(found, migrations[^1].Version));
    }

    /// <summary>The version of the schema, 0 for an empty file. Throws <see cref="UnusableDatabaseException"/> on a file it must not touch.</summary>
    public static int Check(Connection connection, int newest)
    {
        var version = (int)connection.Scalar("PRAGMA user_version");
        var application = (int)connection.Scalar("PRAGMA application_id");
        var empty = connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && application != Migrations.ApplicationId)
        {
            throw new UnusableDatabaseException(
                "is a database of another program and is left as it is; give store.path another name");
        }

        if (version > newest)
        {
            throw new UnusableDatabaseException(string.Create(CultureInfo.InvariantCulture,
                $"has schema version {version}, made by a newer sentinel; this one knows up to {newest}. Run the newer one or give store.path another name"));
        }

        return version;
    }

    private static void Apply(Connection connection, Migration migration)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(migration.Sql);
            connection.Execute(string.Create(CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {Migrations.ApplicationId}; PRAGMA user_version = {migration.Version}; COMMIT"));
        }
        catch
        {
            if (connection.InTransaction)
                connection.Execute("ROLLBACK");
            throw;
        }
    }
}
