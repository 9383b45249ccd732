namespace LlmSentinel.Storage.Influx.Setup;

/// <summary>The server could not be set up. The message is one line without secrets that says what is missing.</summary>
public sealed class SetupException(string message, Exception? innerException = null) : Exception(message, innerException);
