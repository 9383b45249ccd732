using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>
/// A page as it fills. Exchanges come in groups of one time, whole ones; within a group they are in the order of their ids, so that a page
/// may end in the middle of one and the next begins where it ended.
/// </summary>
internal sealed class PageBuilder(ExchangeQuery query, PageCursor? after)
{
    private readonly List<Exchange> _items = new(query.Limit);
    private PageCursor _last;

    /// <summary>True once it is known that there is more than fits.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds what the page has room for.</summary>
    public void Add(long time, IEnumerable<Exchange> group)
    {
        foreach (var exchange in Ordered(group))
        {
            if (IsFull || IsGivenAlready(time, exchange.Id))
                continue;
            if (_items.Count == query.Limit)
            {
                IsFull = true;
                return;
            }

            _items.Add(exchange);
            _last = new PageCursor(time, exchange.Id);
        }
    }

    public ExchangePage ToPage() => new(_items, IsFull ? _last.ToString() : null);

    private IEnumerable<Exchange> Ordered(IEnumerable<Exchange> group) =>
        query.OldestFirst ? group.OrderBy(e => e.Id) : group.OrderByDescending(e => e.Id);

    private bool IsGivenAlready(long time, Guid id) =>
        after is { } cursor && time == cursor.Time && (query.OldestFirst ? id.CompareTo(cursor.Id) <= 0 : id.CompareTo(cursor.Id) >= 0);
}
