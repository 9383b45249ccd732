namespace LlmSentinel.Core.Exchanges;

/// <summary>Why generation ended, normalised over the dialects. The raw word is kept beside it.</summary>
public enum FinishReason
{
    /// <summary>Not told, or not known to this version.</summary>
    Unknown,

    /// <summary>The model came to an end by itself or at a stop sequence.</summary>
    Stop,

    /// <summary>A token limit was reached.</summary>
    Length,

    /// <summary>The model asks for a tool.</summary>
    ToolCall,

    /// <summary>A content filter or the model's own refusal mechanism ended it.</summary>
    ContentFilter,

    /// <summary>The provider paused and expects to be called again.</summary>
    Pause,

    /// <summary>The provider says generation failed.</summary>
    Error,

    /// <summary>The transport ended before the dialect's terminal marker.</summary>
    IncompleteStream,
}
