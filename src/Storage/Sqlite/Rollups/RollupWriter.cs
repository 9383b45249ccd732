using System.Diagnostics;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Reading;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// Keeps the rollups in step with the rows. Exchanges are summed up in memory as they are written and brought to the table every few
/// seconds, in the transaction of a batch; meanwhile their minutes are dirty. What an earlier process left dirty is summed up
/// from its rows, a slice at a time.
/// </summary>
internal sealed class RollupWriter : IDisposable
{
    private const int MostPending = 2048;
    private const int SliceRows = 5000;
    private const int SliceMinutes = 60;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(15);

    private readonly DirtyMinutes _dirty;
    private readonly SeriesWriter _series;
    private readonly RollupTable _table;
    private readonly RollupMerger _merger;
    private readonly Statement _rows;
    private readonly LabelReader _labels;
    private readonly PendingRollups _pending = new();
    private readonly PendingRollups _rebuilt = new();
    private readonly List<(long Minute, RollupKey Key, SummaryValue Value)> _added = [];
    private readonly HashSet<long> _done = [];
    private long _flushedAt = Stopwatch.GetTimestamp();
    private bool _flushing;

    public RollupWriter(Connection connection, LabelWriter labels, int capacity = SeriesWriter.DefaultCapacity)
    {
        _dirty = new DirtyMinutes(connection);
        _series = new SeriesWriter(connection, labels, capacity);
        _table = new RollupTable(connection, labels);
        _merger = new RollupMerger(_table, _series);
        _labels = new LabelReader(connection);
        _rows = connection.Prepare($"SELECT {SummaryRows.Columns}, {SummaryRows.KeyColumns} FROM exchanges WHERE n >= ? AND n < ?");
    }

    /// <summary>True when a flush is due.</summary>
    public bool IsDue => _pending.Count >= MostPending || (_pending.Count > 0 && Stopwatch.GetElapsedTime(_flushedAt) >= FlushInterval);

    /// <summary>True when there are sums only in memory.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>True when there are minutes to be summed up from their rows.</summary>
    public bool HasStale => _dirty.Stale.Count > 0;

    /// <summary>A row is added in the running transaction.</summary>
    public void Add(Exchange exchange)
    {
        var value = SummaryValue.Of(exchange);
        var minute = RollupLevel.MinuteAt(value.StartedAt);
        if (minute < 0)
            return;
        _dirty.Mark(minute);
        if (!_dirty.Stale.Contains(minute))
            _added.Add((minute, RollupKey.Of(exchange), value));
    }

    /// <summary>Brings all sums to the table, within the running transaction and before the first row of it.</summary>
    public void Flush()
    {
        _dirty.Flushed(_merger.Add(_pending));
        _flushing = true;
    }

    /// <summary>
    /// Sums up some of the stale minutes, the latest first, within the running transaction. Before <paramref name="rowsFrom"/> (in
    /// microseconds) rows may have been removed: what they were summed up to stays as it is. Before <paramref name="minutesFrom"/> minutes
    /// have been: their hours are summed up from rows.
    /// </summary>
    public void RebuildSlice(long rowsFrom, long minutesFrom)
    {
        var rows = 0;
        var intactFrom = (rowsFrom + RollupLevel.MicrosecondsPerMinute - 1) / RollupLevel.MicrosecondsPerMinute;
        foreach (var minute in _dirty.Stale.Reverse())
        {
            if (rows >= SliceRows || _done.Count >= SliceMinutes)
                break;
            if (_done.Contains(minute))
                continue;
            var hour = RollupLevel.Hour.StartOf(minute);
            if (minute >= minutesFrom && minute >= intactFrom)
                rows += Rebuild(minute, minute, 1, _merger.Replace);
            else if (hour >= intactFrom)
                rows += Rebuild(minute, hour, RollupLevel.Hour.Minutes, _merger.ReplaceHour);
            else
                Done(minute, []);
        }
    }

    /// <summary>All rows before the moment (in microseconds) are removed in the running transaction, or were.</summary>
    public void RowsRemoved(long before) => _dirty.RowsRemoved(before / RollupLevel.MicrosecondsPerMinute);

    /// <summary>The transaction is on disk.</summary>
    public void Committed()
    {
        if (_flushing)
        {
            _pending.Clear();
            _flushedAt = Stopwatch.GetTimestamp();
        }

        foreach (var (minute, key, value) in _added)
            _pending.Add(minute, key, value);
        _dirty.Stale.ExceptWith(_done);
        _dirty.Committed();
        _series.Committed();
        End();
    }

    /// <summary>The transaction is undone.</summary>
    public void RolledBack()
    {
        _dirty.RolledBack();
        _series.RolledBack();
        End();
    }

    public void Dispose()
    {
        _dirty.Dispose();
        _series.Dispose();
        _table.Dispose();
        _rows.Dispose();
    }

    private void End()
    {
        _flushing = false;
        _added.Clear();
        _done.Clear();
    }

    private int Rebuild(long last, long start, int minutes, Func<long, PendingRollups, HashSet<long>> replace)
    {
        var rows = 0;
        _rows.Bind(1, RowKey.Edge(start * RollupLevel.MicrosecondsPerMinute));
        _rows.Bind(2, RowKey.Edge((start + minutes) * RollupLevel.MicrosecondsPerMinute));
        try
        {
            while (_rows.Step())
            {
                _rebuilt.Add(start, SummaryRows.Key(_rows, _labels), SummaryRows.Value(_rows));
                rows++;
            }

            // An hour takes its other stale minutes with it.
            var stuck = replace(start, _rebuilt);
            foreach (var minute in _dirty.Stale.GetViewBetween(start, last))
                Done(minute, stuck.Count == 0 ? [] : [minute]);
            return rows;
        }
        finally
        {
            _rows.Reset();
            _rebuilt.Clear();
        }
    }

    private void Done(long minute, HashSet<long> stuck)
    {
        _dirty.Rebuilt(minute, stuck);
        _done.Add(minute);
    }
}
