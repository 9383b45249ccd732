namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// Minutes with rows that are not in the rollups: in a table, in the same transaction as the rows, so that a process that ends at any
/// moment leaves a list of what to sum up anew. Readers read the rows of these minutes.
/// </summary>
internal sealed class DirtyMinutes : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _delete;
    private readonly Statement _stick;
    private readonly Statement _forget;
    private readonly HashSet<long> _stuck = [];
    private readonly List<long> _inserted = [];
    private readonly List<long> _newlyStuck = [];
    private HashSet<long> _dirty = [];
    private HashSet<long>? _before;
    private long _forgotten;

    public DirtyMinutes(Connection connection)
    {
        _insert = connection.Prepare("INSERT INTO dirty_minutes(minute) VALUES(?) ON CONFLICT DO NOTHING");
        _delete = connection.Prepare("DELETE FROM dirty_minutes WHERE minute = ?");
        _stick = connection.Prepare("INSERT OR REPLACE INTO dirty_minutes(minute, stuck) VALUES(?, 1)");
        _forget = connection.Prepare("DELETE FROM dirty_minutes WHERE stuck = 1 AND minute < ?");
        using var all = connection.Prepare("SELECT minute, stuck FROM dirty_minutes");
        while (all.Step())
        {
            if (all.Long(1) == 0)
                Stale.Add(all.Long(0));
            else
                _stuck.Add(all.Long(0));
        }
    }

    /// <summary>Those an earlier process left, or rows from before there were rollups: to be summed up from their rows.</summary>
    public SortedSet<long> Stale { get; } = [];

    /// <summary>A row is added to the minute.</summary>
    public void Mark(long minute)
    {
        if (_dirty.Contains(minute) || Stale.Contains(minute) || _stuck.Contains(minute))
            return;
        _insert.Bind(1, minute);
        _insert.Run();
        _dirty.Add(minute);
        _inserted.Add(minute);
    }

    /// <summary>All that were marked are summed up, but for those that cannot be.</summary>
    public void Flushed(HashSet<long> stuck)
    {
        foreach (var minute in _dirty)
        {
            if (!stuck.Contains(minute))
                Delete(minute);
        }

        Stick(stuck);
        _before = _dirty;
        _dirty = [];
    }

    /// <summary>A stale one is summed up, or cannot be.</summary>
    public void Rebuilt(long minute, HashSet<long> stuck)
    {
        if (stuck.Count == 0)
            Delete(minute);
        Stick(stuck);
    }

    /// <summary>
    /// The rows of all minutes before this one are removed. Those that could not be summed up whole have nothing left to be read from but
    /// what was summed up of them.
    /// </summary>
    public void RowsRemoved(long before)
    {
        if (!_stuck.Any(minute => minute < before))
            return;
        _forget.Bind(1, before);
        _forget.Run();
        _forgotten = before;
    }

    /// <summary>The transaction is on disk.</summary>
    public void Committed()
    {
        if (_forgotten > 0)
            _stuck.RemoveWhere(minute => minute < _forgotten);
        End();
    }

    /// <summary>The transaction is undone.</summary>
    public void RolledBack()
    {
        if (_before is not null)
            _dirty = _before;
        else
            _dirty.ExceptWith(_inserted);
        _stuck.ExceptWith(_newlyStuck);
        End();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _stick.Dispose();
        _forget.Dispose();
    }

    private void End()
    {
        _forgotten = 0;
        _before = null;
        _inserted.Clear();
        _newlyStuck.Clear();
    }

    private void Delete(long minute)
    {
        _delete.Bind(1, minute);
        _delete.Run();
    }

    private void Stick(HashSet<long> stuck)
    {
        foreach (var minute in stuck)
        {
            _stick.Bind(1, minute);
            _stick.Run();
            if (_stuck.Add(minute))
                _newlyStuck.Add(minute);
        }
    }
}
