using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>A store with its sink and a way to wait until what was recorded can be read.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    public abstract IExchangeSink Sink { get; }

    public abstract IExchangeStore Store { get; }

    public abstract Task FlushAsync();

    public abstract ValueTask DisposeAsync();

    public async Task RecordAsync(params IEnumerable<Exchange> exchanges)
    {
        foreach (var exchange in exchanges)
            Sink.Record(exchange);
        await FlushAsync();
    }

    public Task<ExchangePage> QueryAsync(ExchangeQuery? query = null) => Store.QueryAsync(query ?? new ExchangeQuery(), default);

    /// <summary>All pages of a query.</summary>
    public async Task<List<Exchange>> ReadAllAsync(ExchangeQuery query)
    {
        var all = new List<Exchange>();
        var page = await QueryAsync(query);
        all.AddRange(page.Items);
        while (page.Next is not null)
        {
            page = await QueryAsync(query with { Cursor = page.Next });
            all.AddRange(page.Items);
        }

        return all;
    }
}
