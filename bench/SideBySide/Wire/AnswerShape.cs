using System.Globalization;

namespace LlmSentinel.Bench.SideBySide.Wire;

/// <summary>The wire formats of the bench.</summary>
internal enum Format
{
    /// <summary>OpenAI chat, one JSON object.</summary>
    Plain,

    /// <summary>OpenAI chat as server-sent events.</summary>
    Sse,

    /// <summary>Anthropic messages as server-sent events.</summary>
    Anthropic,

    /// <summary>Ollama chat as lines of JSON.</summary>
    NdJson,
}

/// <summary>
/// What the upstream is to answer. Written into the request, <c>sse.100.1.50.0</c>, so that it reaches the upstream through a proxy that
/// rewrites paths and headers.
/// </summary>
/// <param name="Format">The wire format.</param>
/// <param name="Writes">Writes of a stream.</param>
/// <param name="EventsPerWrite">Events with text in each write.</param>
/// <param name="PaceMs">Milliseconds from one write to the next; 0: as fast as they go.</param>
/// <param name="FirstAfterMs">Milliseconds from the head to the first write; 0: head and first write are one.</param>
internal readonly record struct AnswerShape(Format Format, int Writes = 1, int EventsPerWrite = 1, int PaceMs = 0, int FirstAfterMs = 0)
{
    /// <summary>Events that carry text.</summary>
    public int Events => Format == Format.Plain ? 0 : Writes * EventsPerWrite;

    /// <summary>Path of the request.</summary>
    public string Path => Format switch
    {
        Format.Anthropic => "/v1/messages",
        Format.NdJson => "/api/chat",
        _ => "/v1/chat/completions",
    };

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Format.ToString().ToLowerInvariant()}.{Writes}.{EventsPerWrite}.{PaceMs}.{FirstAfterMs}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static AnswerShape Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 5 && Enum.TryParse<Format>(parts[0], ignoreCase: true, out var format)
            ? new AnswerShape(format, Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]))
            : throw new FormatException($"'{text}' is no shape of an answer.");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
