namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>One step forward of the schema.</summary>
/// <param name="Version">The <c>user_version</c> after it; versions follow each other without a gap, from 1.</param>
/// <param name="Sql">Statements of the step, run in one transaction.</param>
internal sealed record Migration(int Version, string Sql);
