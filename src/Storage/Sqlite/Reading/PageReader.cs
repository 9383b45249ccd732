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
        using var statement = connection.Prepare($"SELECT {ExchangeColumns.List} FROM exchanges WHERE id = ?");
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        statement.Bind(1, bytes);
        return statement.Step() ? ExchangeRow.Read(statement, connection.Labels) : null;
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
            filter.And("(started_at, n) < (?, ?)", cursor.StartedAt, cursor.Row);

        // The index on started_at holds the row number too, so it gives this order without a sort.
        // INDEXED BY keeps the planner from reading the whole table for a filter that matches most of it.
        using var statement = connection.Prepare(
            $"SELECT {ExchangeColumns.List}, n FROM exchanges INDEXED BY exchanges_started_at{filter} ORDER BY started_at DESC, n DESC LIMIT ?");
        var limitIndex = filter.Bind(statement);
        statement.Bind(limitIndex, query.Limit + 1);

        var items = new List<Exchange>(query.Limit);
        var last = default(PageCursor);
        while (statement.Step())
        {
            if (items.Count == query.Limit)
                return new ExchangePage(items, last.ToString());
            items.Add(ExchangeRow.Read(statement, connection.Labels));
            last = new PageCursor(statement.Long(0), statement.Long(ExchangeColumns.Count));
        }

        return new ExchangePage(items, null);
    }
}
