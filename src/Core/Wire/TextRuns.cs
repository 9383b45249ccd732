namespace LlmSentinel.Core.Wire;

/// <summary>A piece of text that ends at <paramref name="End"/> and is all of one kind.</summary>
internal readonly record struct TextRun(TextKind Kind, int End);

/// <summary>Which stretches of a text are of which kind. Bounded: what alternates more often than anybody writes is of the last kind known.</summary>
internal struct TextRuns
{
    private const int Most = 4096;
    private List<TextRun>? _runs;

    public readonly ReadOnlySpan<TextRun> All => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_runs);

    /// <summary>The text has grown to <paramref name="end"/>. Every name begins a run of its own.</summary>
    public void Add(TextKind kind, int end)
    {
        _runs ??= [];
        if (_runs.Count > 0 && (_runs.Count == Most || (_runs[^1].Kind == kind && kind != TextKind.ToolName)))
            _runs[^1] = _runs[^1] with { End = end };
        else
            _runs.Add(new TextRun(kind, end));
    }

    /// <summary>Everything from <paramref name="start"/> to <paramref name="end"/>, the end of the text, is of this kind.</summary>
    public readonly void Retag(int start, TextKind kind, int end)
    {
        if (_runs is null)
            return;
        while (_runs.Count > 0 && Start(_runs.Count - 1) >= start)
            _runs.RemoveAt(_runs.Count - 1);
        if (_runs.Count > 0)
            _runs[^1] = _runs[^1] with { End = start };
        _runs.Add(new TextRun(kind, end));
    }

    public readonly void Clear() => _runs?.Clear();

    private readonly int Start(int index) => index == 0 ? 0 : _runs![index - 1].End;
}
