namespace LlmSentinel.Core.Wire;

/// <summary>An error the sentinel itself answers with: the upstream could not be reached or timed out, or the path is refused.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Code">Stable machine word, for example <c>sentinel_upstream_unreachable</c>.</param>
/// <param name="Message">One sentence for a person; says that it comes from the sentinel and names the upstream.</param>
public readonly record struct SentinelError(int Status, string Code, string Message);
