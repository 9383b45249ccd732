namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Words by number, for one reading connection. Words are only ever added, so what was read once stays true.</summary>
internal sealed class LabelReader(Connection connection)
{
    private readonly List<string> _texts = [];

    public string Text(long id)
    {
        if (id > _texts.Count)
            ReadNew();
        return id > 0 && id <= _texts.Count ? _texts[(int)id - 1] : "";
    }

    /// <summary>The word's number, or 0 when it has none.</summary>
    public long Find(string text)
    {
        ReadNew();
        return _texts.IndexOf(text) + 1;
    }

    private void ReadNew()
    {
        using var rows = connection.Prepare("SELECT id, text FROM labels WHERE id > ? ORDER BY id");
        rows.Bind(1, _texts.Count);
        while (rows.Step())
        {
            while (_texts.Count < rows.Long(0) - 1)
                _texts.Add("");
            _texts.Add(rows.Text(1));
        }
    }
}
