namespace LlmSentinel.Storage.Sqlite.Schema.Versions;

/// <summary>
/// Rollups beside the rows. The key of a rollup holds its level, the minute its period starts with and its series; minutes with rows that
/// are in no rollup yet are listed, which at first are all.
/// </summary>
internal static class Version3
{
    public const string Sql = """
        CREATE TABLE series(
            id INTEGER PRIMARY KEY,
            upstream NOT NULL,
            model,
            app,
            detail INTEGER NOT NULL,
            operation NOT NULL,
            outcome INTEGER NOT NULL,
            streamed INTEGER NOT NULL
        );
        CREATE TABLE rollups(
            n INTEGER PRIMARY KEY,
            level INTEGER GENERATED ALWAYS AS (n >> 56) VIRTUAL,
            started_at INTEGER GENERATED ALWAYS AS (((n >> 24) & 4294967295) * 60000000) VIRTUAL,
            series INTEGER GENERATED ALWAYS AS (n & 16777215) VIRTUAL,
            exchanges INTEGER NOT NULL,
            input_total INTEGER NOT NULL,
            cache_read INTEGER NOT NULL,
            output_total INTEGER NOT NULL,
            estimated_usage INTEGER NOT NULL,
            unknown_price INTEGER NOT NULL,
            cost_total,
            durations BLOB NOT NULL
        );
        CREATE TABLE dirty_minutes(
            minute INTEGER PRIMARY KEY,
            stuck INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE state(
            name TEXT PRIMARY KEY,
            value NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO dirty_minutes(minute) SELECT DISTINCT started_at / 60000000 FROM exchanges WHERE n >= 0;
        """;
}
