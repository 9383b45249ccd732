using System.Runtime.CompilerServices;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>Reading everything there is.</summary>
public static class ExchangeSourceExtensions
{
    private const int PageRows = 1000;

    /// <summary>
    /// All exchanges of a filter, oldest first, a page at a time; the next page is read while one is looked at. Two pages are in memory,
    /// however many there are. Give the filter an end, or a store that is written meanwhile may be read for ever.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<Exchange>> ReadPagesAsync(
        this IExchangeSource source, ExchangeQuery filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var query = filter with { OldestFirst = true, Limit = PageRows, Cursor = null };
        var next = source.QueryAsync(query, cancellationToken);
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                var last = page.Next is null;
                if (!last)
                    next = source.QueryAsync(query with { Cursor = page.Next }, cancellationToken);
                if (page.Items.Count > 0)
                    yield return page.Items;
                if (last)
                    yield break;
            }
        }
        finally
        {
            // Whoever stops early closes the source next: not while it is being read.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
