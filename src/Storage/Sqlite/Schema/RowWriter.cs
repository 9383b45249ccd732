using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>Adds exchanges to the table, each once.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly LabelWriter _labels;
    private readonly Statement _insert;
    private readonly Statement _insertStray;
    private readonly Statement _find;
    private readonly Statement _findFree;

    public RowWriter(Connection connection, LabelWriter labels)
    {
        _labels = labels;
        _insert = connection.Prepare(ExchangeColumns.Insert);
        _insertStray = connection.Prepare("INSERT INTO stray_ids(id, n) VALUES(?, ?) ON CONFLICT DO NOTHING");
        _find = connection.Prepare(
            $"SELECT 1 FROM exchanges WHERE n >= ?1 AND n < ?2 AND {RowId.Condition(3)} UNION ALL SELECT 1 FROM stray_ids WHERE id = ?5");
        _findFree = connection.Prepare(
            "SELECT n + 1 FROM exchanges AS e WHERE n >= ? AND NOT EXISTS (SELECT 1 FROM exchanges WHERE n = e.n + 1) ORDER BY n LIMIT 1");
    }

    /// <summary>False when the exchange is there already.</summary>
    public bool TryAdd(Exchange exchange)
    {
        var key = RowKey.Of(exchange);
        if (!TryInsert(key, exchange))
        {
            if (IsKnown(key, exchange.Id))
                return false;
            key = FreeAfter(key);
            TryInsert(key, exchange);
        }

        if (!Leads(exchange.Id, key, out _))
            AddStray(exchange.Id, key);
        return true;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _insertStray.Dispose();
        _find.Dispose();
        _findFree.Dispose();
    }

    private bool TryInsert(long key, Exchange exchange)
    {
        ExchangeRow.Bind(_insert, key, exchange, _labels);
        return _insert.Run();
    }

    // Whoever finds its place taken goes to a later one, which its id still leads to or else is noted as a stray's.
    private bool IsKnown(long key, Guid id)
    {
        _find.Bind(1, key);
        _find.Bind(2, Leads(id, key, out var end) ? end : key + 1);
        RowId.BindSought(_find, 3, id, key);
        try
        {
            return _find.Step();
        }
        finally
        {
            _find.Reset();
        }
    }

    // More than 2,048 exchanges of one microsecond spread over the following ones.
    private long FreeAfter(long key)
    {
        _findFree.Bind(1, key);
        try
        {
            _findFree.Step();
            return _findFree.Long(0);
        }
        finally
        {
            _findFree.Reset();
        }
    }

    private static bool Leads(Guid id, long key, out long end) => RowKey.TryRange(id, out var from, out end) && key >= from && key < end;

    private void AddStray(Guid id, long key)
    {
        _insertStray.Bind(1, id);
        _insertStray.Bind(2, key);
        _insertStray.Run();
    }
}
