namespace LlmSentinel.Core.Recording;

/// <summary>The store cannot be read now: not opened yet, locked, broken or closed. The message is one line, safe to show to an operator.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>With a default message.</summary>
    public StoreUnavailableException()
        : this("The store cannot be read now.")
    {
    }

    /// <summary>With a message.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
