using LlmSentinel.Core.Wire;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>One event of a stream: its name, possibly empty, and its data.</summary>
internal sealed record SampleEvent(byte[] Name, byte[] Data);

/// <summary>A stream of 100 events and a plain answer of one dialect, both with usage.</summary>
/// <param name="Dialect">One of <see cref="DialectNames"/>.</param>
/// <param name="ContentType">Content type of the stream.</param>
/// <param name="Events">The stream, taken apart.</param>
/// <param name="Frames">The same events as they stand on the wire.</param>
/// <param name="Body">The plain answer, about 1 KB.</param>
internal sealed record DialectSample(string Dialect, string ContentType, SampleEvent[] Events, byte[][] Frames, byte[] Body)
{
    /// <summary>Events of each stream.</summary>
    public const int EventCount = 100;

    /// <summary>The dialects there are samples of.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        DialectNames.OpenAIChat, DialectNames.OpenAIResponses, DialectNames.AnthropicMessages,
        DialectNames.Gemini, DialectNames.Ollama, DialectNames.BedrockConverse,
    ];

    /// <summary>The sample of a dialect.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of this name.</exception>
    public static DialectSample Of(string dialect) => dialect switch
    {
        DialectNames.OpenAIChat => OpenAISamples.Chat(),
        DialectNames.OpenAIResponses => OpenAISamples.Responses(),
        DialectNames.AnthropicMessages => AnthropicSamples.Messages(),
        DialectNames.Gemini => GeminiSamples.Generate(),
        DialectNames.Ollama => OllamaSamples.Chat(),
        DialectNames.BedrockConverse => BedrockSamples.Converse(),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "There is no sample of this dialect."),
    };
}
