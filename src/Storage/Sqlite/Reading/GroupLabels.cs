using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>One number for one word, whether a row holds the word's number or the word itself.</summary>
internal sealed class GroupLabels(LabelReader labels)
{
    // Words that stand in rows themselves count down from here.
    private readonly Dictionary<string, int> _inline = new(StringComparer.Ordinal);
    private readonly List<string> _inlineTexts = [];

    public int Read(Statement statement, int column)
    {
        if (statement.IsInteger(column))
            return (int)statement.Long(column);
        if (statement.IsNull(column))
            return 0;

        var text = statement.Text(column);
        if (labels.Find(text) is > 0 and var known)
            return (int)known;
        if (!_inline.TryGetValue(text, out var id))
        {
            _inlineTexts.Add(text);
            _inline[text] = id = -_inlineTexts.Count;
        }

        return id;
    }

    public string? Text(int id) => id switch
    {
        0 => null,
        < 0 => _inlineTexts[-id - 1],
        _ => labels.Text(id),
    };
}
