namespace LlmSentinel.Core.Wire;

/// <summary>What a piece of generated text is to its reader.</summary>
public enum TextKind : byte
{
    /// <summary>The visible answer, refusals and transcripts included.</summary>
    Answer,

    /// <summary>Reasoning that is shown as such.</summary>
    Reasoning,

    /// <summary>The name of a tool; begins a call.</summary>
    ToolName,

    /// <summary>Arguments of the call begun last.</summary>
    ToolArguments,

    /// <summary>Part of another choice than the first, where the client asked for several.</summary>
    OtherChoice,
}
