namespace LlmSentinel.Configuration;

/// <summary>A configuration as read from the disk, before anyone looks at it.</summary>
/// <param name="Path">The file; null when there is none and the defaults apply.</param>
/// <param name="Text">Its text; null when it could not be read.</param>
/// <param name="Hash">Tells one text from another; empty without one.</param>
/// <param name="Problem">Why there is no text.</param>
internal sealed record ConfigurationInput(string? Path, string? Text, string Hash, string? Problem);
