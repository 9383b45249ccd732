namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// What readers remember between the events of one response and nobody else needs. One for all dialects: a response
/// speaks one of them, and pooling one small object with its facts costs nothing.
/// </summary>
internal sealed class DialectState
{
    /// <summary>
    /// Where the text stands in the data of the last event, when all that event did was to carry text; length 0 otherwise. An event
    /// with other text in its place does the same again.
    /// </summary>
    public (int Start, int Length, TextKind Kind) PlainText;

    /// <summary>Events parsed in full so far.</summary>
    public int Parsed;

    /// <summary>Pieces of output the last event carried (Gemini).</summary>
    public int Pieces;

    /// <summary>Where the last of them stands, when it is text.</summary>
    public (int Start, int Length, TextKind Kind) Piece;

    /// <summary>True once a usage object was read; counts told elsewhere (llama.cpp timings) then only fill gaps.</summary>
    public bool UsageObject;

    /// <summary>True while the only output count is the placeholder Anthropic sends at the start of a stream.</summary>
    public bool OutputIsPlaceholder;

    /// <summary>True once the model refused in words.</summary>
    public bool Refused;

    /// <summary>True once the model called a tool the client has to run.</summary>
    public bool ClientTool;

    /// <summary>True once a usage record came that ends a stream only together with its finish reason (Bedrock).</summary>
    public bool Metadata;

    /// <summary>Counts as the provider splits them, before they are added up.</summary>
    public SplitUsage Split;

    /// <summary>Tool calls seen.</summary>
    public ToolCallSet Tools { get; } = new();

    public void Reset()
    {
        PlainText = default;
        Parsed = 0;
        Pieces = 0;
        Piece = default;
        UsageObject = false;
        OutputIsPlaceholder = false;
        Refused = false;
        ClientTool = false;
        Metadata = false;
        Split = default;
        Tools.Reset();
    }
}
