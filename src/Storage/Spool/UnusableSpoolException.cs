namespace LlmSentinel.Storage.Spool;

/// <summary>The folder is sound but not ours to write. The message continues a sentence that starts with the folder.</summary>
internal sealed class UnusableSpoolException(string message) : IOException(message);
