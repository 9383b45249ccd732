using System.Buffers;
using System.Text.Json;
using LlmSentinel.Core.Pipeline;

namespace LlmSentinel.Tokens;

/// <summary>Counts tokens with Microsoft.ML.Tokenizers. Exact for OpenAI's text, an estimate for everybody else's. Thread-safe.</summary>
public sealed class TokenEstimator : ITokenEstimator
{
    /// <summary>Longest text counted whole, in characters; a longer one is sampled at <see cref="TextTally.Samples"/> places and extrapolated.</summary>
    internal const int MaxExactChars = 1024 * 1024;

    private const int WindowChars = 16 * 1024;

    /// <inheritdoc/>
    public int CountOutput(string? model, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return 0;
        var tokenizer = Encodings.For(model);
        if (text.Length <= MaxExactChars) return TextCounter.Count(tokenizer, text);

        var step = (text.Length - WindowChars) / (TextTally.Samples - 1);
        long tokens = 0;
        for (var i = 0; i < TextTally.Samples; i++) tokens += TextCounter.Count(tokenizer, text.AsSpan(i * step, WindowChars));
        return Saturate((long)((double)tokens / (TextTally.Samples * WindowChars) * text.Length));
    }

    /// <inheritdoc/>
    public int? CountPrompt(string? model, in ReadOnlySequence<byte> requestBody)
    {
        try
        {
            return PromptReader.Count(Encodings.For(model), requestBody) is { } tokens ? Saturate(tokens) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut, not JSON, or JSON of another shape: nothing that could be counted.
            return null;
        }
    }

    private static int Saturate(long tokens) => (int)Math.Min(tokens, int.MaxValue);
}
