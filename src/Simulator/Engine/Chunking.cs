namespace LlmSentinel.Simulator.Engine;

/// <summary>Spreads a list of tokens over chunks: either a number of chunks is given, or the tokens of each chunk.</summary>
internal readonly struct Chunking(int chunks, int tokensPerChunk)
{
    /// <summary>Number of chunks for so many tokens.</summary>
    public int Count(int tokens) => tokens == 0 ? 0 : chunks > 0 ? Math.Min(chunks, tokens) : (tokens + tokensPerChunk - 1) / tokensPerChunk;

    /// <summary>Where chunk <paramref name="index"/> ends.</summary>
    public int End(int index, int tokens) => chunks > 0
        ? (int)((long)tokens * (index + 1) / Count(tokens))
        : Math.Min(tokens, (index + 1) * tokensPerChunk);
}
