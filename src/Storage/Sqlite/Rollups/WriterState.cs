namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>What the writer notes in the file for itself and for readers.</summary>
internal static class WriterState
{
    /// <summary>Reads the microsecond before which rows have been removed; 0 while none have.</summary>
    public const string ReadRowsFrom = "SELECT value FROM state WHERE name = 'rows_from'";

    /// <summary>Reads the minute before which rollups of minutes have been removed; 0 while none have.</summary>
    public const string ReadMinutesFrom = "SELECT value FROM state WHERE name = 'minutes_from'";
}
