namespace LlmSentinel.Storage.Sqlite;

/// <summary>The file is sound but not ours to write. The message continues a sentence that starts with the path.</summary>
internal sealed class UnusableDatabaseException(string message, Exception? inner = null) : Exception(message, inner);
