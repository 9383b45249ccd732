namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>
/// Numbers the words that come in every row (upstream, model, app, price ...): a row then holds one or two bytes in place of the word.
/// Bounded: a word that is long, or comes when the table is full, stands in the row itself.
/// </summary>
internal sealed class LabelWriter : IDisposable
{
    public const int DefaultCapacity = 4096;

    /// <summary>Longer words are hardly ever the same twice.</summary>
    public const int LongestLabel = 200;

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _uncommitted = [];
    private readonly Statement _insert;
    private readonly int _capacity;
    private long _last;

    public LabelWriter(Connection connection, int capacity = DefaultCapacity)
    {
        _capacity = capacity;
        using (var all = connection.Prepare("SELECT id, text FROM labels ORDER BY id"))
        {
            while (all.Step())
            {
                _last = all.Long(0);
                _ids[all.Text(1)] = _last;
            }
        }

        _insert = connection.Prepare("INSERT INTO labels(id, text) VALUES(?, ?)");
    }

    /// <summary>The word's number, given out within the running transaction if it is new; false when it has none.</summary>
    public bool TryGetId(string text, out long id)
    {
        if (_ids.TryGetValue(text, out id))
            return true;
        if (text.Length > LongestLabel || _ids.Count >= _capacity)
            return false;

        id = _last + 1;
        _insert.Bind(1, id);
        _insert.Bind(2, text);
        _insert.Run();
        _last = id;
        _ids.Add(text, id);
        _uncommitted.Add(text);
        return true;
    }

    /// <summary>The transaction is on disk.</summary>
    public void Committed() => _uncommitted.Clear();

    /// <summary>The transaction is undone, and with it the numbers given out in it.</summary>
    public void RolledBack()
    {
        foreach (var text in _uncommitted)
            _ids.Remove(text);
        _last -= _uncommitted.Count;
        _uncommitted.Clear();
    }

    public void Dispose() => _insert.Dispose();
}
