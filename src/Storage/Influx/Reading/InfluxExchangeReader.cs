using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Reads exchanges back from an InfluxDB server by InfluxQL, which 1.x, 2.x and 3 all answer.</summary>
internal sealed class InfluxExchangeReader : IExchangeSource
{
    /// <summary>How long all queries of one call may take together.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private readonly IInfluxClient _client;
    private readonly TimeProvider _time;
    private readonly PageReader _pages;

    public InfluxExchangeReader(IInfluxClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
        _pages = new PageReader(new InfluxQuery(client), time);
    }

    public Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
    {
        var after = PageReader.Validate(query);
        return GuardAsync(stop => _pages.ReadAsync(query, after, stop), cancellationToken);
    }

    public Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken) => GuardAsync(stop => _pages.FindAsync(id, stop), cancellationToken);

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeLimit, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var server = _client.Server ?? await _client.ProbeAsync(stop.Token).ConfigureAwait(false);
            if (!server.AnswersInfluxQl)
                throw new StoreUnavailableException($"{server} takes points and cannot be asked for them in InfluxQL: read them with its own tools.");
            return await read(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The server did not answer within {TimeLimit.TotalSeconds:0} s; ask for a shorter time.");
        }
        catch (InfluxException e)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new StoreUnavailableException("The server broke off its answer.", e);
        }
    }
}
