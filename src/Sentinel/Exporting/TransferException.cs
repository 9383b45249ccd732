namespace LlmSentinel.Sentinel.Exporting;

/// <summary>An export or import cannot go on. The message is one line for who typed the command.</summary>
internal sealed class TransferException(string message, Exception? inner = null) : Exception(message, inner);
