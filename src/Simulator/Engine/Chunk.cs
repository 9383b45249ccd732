namespace LlmSentinel.Simulator.Engine;

/// <summary>One output-bearing chunk: tokens <paramref name="From"/> to <paramref name="To"/> of the reasoning, the text or one tool call.</summary>
internal readonly record struct Chunk(ChunkKind Kind, int Tool, IReadOnlyList<string> Pieces, int From, int To)
{
    public bool IsFirst => From == 0;

    public bool IsLast => To == Pieces.Count;

    public string Text => To - From == 1 ? Pieces[From] : string.Concat(Pieces.Skip(From).Take(To - From));
}

internal enum ChunkKind
{
    Reasoning,
    Text,
    Tool,
}

internal static class Chunks
{
    /// <summary>The chunks of an answer in the order they are sent.</summary>
    public static IEnumerable<Chunk> Of(Answer answer)
    {
        foreach (var chunk in Cut(ChunkKind.Reasoning, 0, answer.Reasoning, answer.Chunking)) yield return chunk;
        foreach (var chunk in Cut(ChunkKind.Text, 0, answer.Pieces, answer.Chunking)) yield return chunk;
        for (var i = 0; i < answer.ToolCalls.Count; i++)
            foreach (var chunk in Cut(ChunkKind.Tool, i, answer.ToolCalls[i].Pieces, answer.Chunking)) yield return chunk;
    }

    private static IEnumerable<Chunk> Cut(ChunkKind kind, int tool, IReadOnlyList<string> pieces, Chunking chunking)
    {
        var from = 0;
        for (var i = 0; from < pieces.Count; i++)
        {
            var to = chunking.End(i, pieces.Count);
            yield return new(kind, tool, pieces, from, to);
            from = to;
        }
    }
}
