using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>A page of exchanges in the order of their start.</summary>
public sealed record ExchangeQuery : ExchangeFilter
{
    /// <summary>Rows a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>
    /// False: newest first, as people look at it. True: oldest first, as a reader of everything wants it. The same for every page of a query.
    /// </summary>
    public bool OldestFirst { get; init; }

    /// <summary>The <see cref="ExchangePage.Next"/> of the page before; null for the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of exchanges.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record ExchangePage(IReadOnlyList<Exchange> Items, string? Next);
