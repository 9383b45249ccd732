namespace LlmSentinel.Simulator.Text;

/// <summary>The longer words of a question, for an answer that seems to be about it.</summary>
internal static class Topics
{
    private const int MaxTopics = 6;

    public static IReadOnlyList<string> Of(string question)
    {
        List<string>? topics = null;
        var start = -1;
        for (var i = 0; i <= question.Length && (topics?.Count ?? 0) < MaxTopics; i++)
        {
            if (i < question.Length && char.IsAsciiLetter(question[i]))
            {
                if (start < 0) start = i;
                continue;
            }
            if (start >= 0 && i - start is >= 5 and <= 16) (topics ??= []).Add(" " + question[start..i].ToLowerInvariant());
            start = -1;
        }
        return topics ?? (IReadOnlyList<string>)[];
    }
}
