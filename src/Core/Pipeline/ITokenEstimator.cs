using System.Buffers;

namespace LlmSentinel.Core.Pipeline;

/// <summary>Counts tokens where the provider reported none. Slow (about 2 M characters a second): never on a request's path.</summary>
public interface ITokenEstimator
{
    /// <summary>Tokens of a generated text, counted once over the whole text.</summary>
    int CountOutput(string? model, string text);

    /// <summary>
    /// Prompt tokens of a JSON request body (chat messages with their per-message overhead, a prompt, embedding input, tools);
    /// null when the body is not readable.
    /// </summary>
    int? CountPrompt(string? model, in ReadOnlySequence<byte> requestBody);
}
