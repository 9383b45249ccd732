namespace LlmSentinel.Sentinel.Top;

/// <summary>The admin port does not answer, or not to us. The message is for the user.</summary>
internal sealed class TopUnreachableException(string message) : Exception(message);
