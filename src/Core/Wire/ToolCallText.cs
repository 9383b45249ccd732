namespace LlmSentinel.Core.Wire;

/// <summary>A tool call as the model wrote it.</summary>
/// <param name="Name">The tool; empty when the wire did not tell.</param>
/// <param name="Arguments">Its arguments, JSON as a rule; may be cut where the answer is.</param>
public readonly record struct ToolCallText(string Name, string Arguments);
