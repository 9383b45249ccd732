namespace LlmSentinel.Simulator.Engine;

/// <summary>How an answer that has begun goes wrong.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>A clean end without the terminal marker.</summary>
    Truncate,

    /// <summary>The dialect's error event, then a clean end.</summary>
    ErrorEvent,

    /// <summary>Nothing more comes and the connection stays open until the client leaves.</summary>
    Stall,
}
