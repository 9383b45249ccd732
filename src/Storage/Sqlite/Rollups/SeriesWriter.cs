using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// Numbers the series: the words and flags a rollup is kept for. Bounded, since a client may send a new word each time; rows of further
/// series are in no rollup.
/// </summary>
internal sealed class SeriesWriter : IDisposable
{
    /// <summary>Series kept at most.</summary>
    public const int DefaultCapacity = 16_384;

    private readonly Connection _connection;
    private readonly LabelWriter _labels;
    private readonly Statement _insert;
    private readonly int _capacity;
    private readonly Dictionary<(RollupKey Key, RollupDetail Detail), long> _ids = [];
    private readonly Dictionary<long, RollupKey> _keys = [];
    private long _last;
    private bool _uncommitted;

    public SeriesWriter(Connection connection, LabelWriter labels, int capacity)
    {
        _connection = connection;
        _labels = labels;
        _capacity = capacity;
        _insert = connection.Prepare(
            "INSERT INTO series(id, upstream, model, app, detail, operation, outcome, streamed) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        Load();
    }

    /// <summary>The number of a series, given out within the running transaction if it is new; false when there is no room for it.</summary>
    public bool TryGetId(RollupKey key, RollupDetail detail, out long id)
    {
        key = detail switch
        {
            RollupDetail.App => key,
            RollupDetail.Model => key with { App = null },
            _ => key with { Upstream = "", Model = null, App = null, Operation = "" },
        };
        if (_ids.TryGetValue((key, detail), out id))
            return true;

        if (_ids.Count >= _capacity)
            return false;
        id = _last + 1;
        var row = new RowBinder(_insert, _labels);
        row.Add(id);
        row.AddLabel(key.Upstream);
        row.AddLabel(key.Model);
        row.AddLabel(key.App);
        row.Add((long)detail);
        row.AddLabel(key.Operation);
        row.Add((long)key.Outcome);
        row.Add(key.Streamed);
        _insert.Run();
        _uncommitted = true;
        _last = id;
        Add(id, key, detail);
        return true;
    }

    /// <summary>What a number stands for.</summary>
    public RollupKey KeyOf(long id) => _keys[id];

    /// <summary>The transaction is on disk.</summary>
    public void Committed() => _uncommitted = false;

    /// <summary>The transaction is undone, and with it the numbers given out in it.</summary>
    public void RolledBack()
    {
        if (!_uncommitted)
            return;
        _uncommitted = false;
        Load();
    }

    public void Dispose() => _insert.Dispose();

    private void Load()
    {
        _ids.Clear();
        _keys.Clear();
        _last = 0;
        foreach (var (id, series) in SeriesReader.Read(_connection.Prepare, new LabelReader(_connection)))
        {
            Add(id, series.Key, series.Detail);
            _last = Math.Max(_last, id);
        }
    }

    private void Add(long id, RollupKey key, RollupDetail detail)
    {
        _ids[(key, detail)] = id;
        _keys[id] = key;
    }
}
