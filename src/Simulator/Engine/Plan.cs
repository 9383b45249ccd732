namespace LlmSentinel.Simulator.Engine;

/// <summary>Everything that is going to happen to one request, drawn before the first byte is sent.</summary>
internal sealed class Plan
{
    public required string Id { get; init; }
    public required string Model { get; init; }
    public required string Fingerprint { get; init; }
    public required Timing Timing { get; init; }
    public required IReadOnlyList<Answer> Answers { get; init; }
    public required SimUsage Usage { get; init; }
    public FaultKind Fault { get; init; }

    /// <summary>Chunks sent before the fault.</summary>
    public int FaultAfter { get; init; }

    /// <summary>Content chunks of all answers together.</summary>
    public required int Chunks { get; init; }
}

/// <summary>One choice of the answer.</summary>
internal sealed class Answer
{
    /// <summary>The text, token by token; empty for a tool call.</summary>
    public required IReadOnlyList<string> Pieces { get; init; }

    /// <summary>Visible reasoning, token by token.</summary>
    public IReadOnlyList<string> Reasoning { get; init; } = [];

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];
    public bool Refused { get; init; }
    public Finish Finish { get; init; }

    /// <summary>How many of <see cref="Pieces"/>, <see cref="Reasoning"/> or a tool call's arguments each chunk carries.</summary>
    public required Chunking Chunking { get; init; }

    public string Text => Pieces.Count == 1 ? Pieces[0] : string.Concat(Pieces);
}

internal sealed record ToolCall(string Id, string Name, string Arguments, IReadOnlyList<string> Pieces);

internal enum Finish
{
    Stop,
    Length,
    ToolCall,
    Refusal,
}

/// <summary>Delays of one answer, in milliseconds.</summary>
internal sealed class Timing
{
    public required double HeadMs { get; init; }
    public required double FirstTokenMs { get; init; }

    /// <summary>Sends the head at once and waits so long before the body; null: head and first event go together.</summary>
    public double? HeadDelayMs { get; init; }

    /// <summary>Pause before each chunk but the first; null when there are none.</summary>
    public Func<double>? NextInterval { get; init; }
}
