using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>Single exchanges and pages of them.</summary>
internal static class PageReader
{
    private const int MaxLimit = 1000;

    public static Exchange? Find(ReadConnection connection, Guid id)
    {
        using (connection.BeginSnapshot())
        {
            if (RowKey.TryRange(id, out var from, out var to) && Find(connection, id, from, to) is { } exchange)
                return exchange;
            using var stray = connection.Prepare("SELECT n FROM stray_ids WHERE id = ?");
            stray.Bind(1, id);
            return stray.Step() ? Find(connection, id, stray.Long(0), stray.Long(0) + 1) : null;
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a limit or a cursor that cannot be.</summary>
    public static PageCursor? Validate(ExchangeQuery query)
    {
        if (query.Limit is < 1 or > MaxLimit)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"The limit is between 1 and {MaxLimit} rows.");
        return query.Cursor is null ? null : PageCursor.Parse(query.Cursor);
    }

    public static ExchangePage Read(ReadConnection connection, ExchangeQuery query, PageCursor? after)
    {
        var filter = new FilterSql(query, connection);
        if (after is { } cursor)
            filter.And(query.OldestFirst ? "n > ?" : "n < ?", cursor.Row);

        var order = query.OldestFirst ? "n" : "n DESC";
        using var statement = connection.Prepare($"SELECT {ExchangeColumns.List} FROM exchanges{filter} ORDER BY {order} LIMIT ?");
        var limitIndex = filter.Bind(statement);
        statement.Bind(limitIndex, query.Limit + 1);

        var items = new List<Exchange>(query.Limit);
        var last = default(PageCursor);
        while (statement.Step())
        {
            if (items.Count == query.Limit)
                return new ExchangePage(items, last.ToString());
            items.Add(ExchangeRow.Read(statement, connection.Labels));
            last = new PageCursor(statement.Long(0));
        }

        return new ExchangePage(items, null);
    }

    private static Exchange? Find(ReadConnection connection, Guid id, long from, long to)
    {
        using var statement = connection.Prepare($"SELECT {ExchangeColumns.List} FROM exchanges WHERE n >= ?1 AND n < ?2 AND {RowId.Condition(3)}");
        statement.Bind(1, from);
        statement.Bind(2, to);
        RowId.BindSought(statement, 3, id, from);
        return statement.Step() ? ExchangeRow.Read(statement, connection.Labels) : null;
    }
}
