using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>A page of exchanges, newest first.</summary>
public sealed record ExchangeQuery : ExchangeFilter
{
    /// <summary>Rows a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The <see cref="ExchangePage.Next"/> of the page before; null for the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of exchanges.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record ExchangePage(IReadOnlyList<Exchange> Items, string? Next);
