using LlmSentinel.Storage.Sqlite.Schema.Versions;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Every version of the schema, oldest first. A step that was released never changes; a new one is added below it.</summary>
internal static class Migrations
{
    /// <summary>Marks the file as ours in its header ("LSNT").</summary>
    public const int ApplicationId = 0x4C534E54;

    public static IReadOnlyList<Migration> All { get; } = [new(1, Version1.Sql), new(2, Version2.Sql), new(3, Version3.Sql)];
}
