namespace LlmSentinel.Simulator.Engine;

/// <summary>Decides the shape of errors and of the answer's headers.</summary>
internal enum Dialect
{
    OpenAi,
    Azure,
    Anthropic,
    Gemini,
    Ollama,
}
