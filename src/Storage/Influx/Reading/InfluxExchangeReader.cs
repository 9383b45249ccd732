using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Reads exchanges back from an InfluxDB server by InfluxQL, which 1.x, 2.x and 3 all answer.</summary>
internal sealed class InfluxExchangeReader : IExchangeStore, IDisposable
{
    /// <summary>How long all queries of one call may take together.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private readonly IInfluxClient _client;
    private readonly bool _ownsClient;
    private readonly InfluxQuery _server;
    private readonly TimeProvider _time;
    private readonly PageReader _pages;

    public InfluxExchangeReader(IInfluxClient client, TimeProvider time, bool ownsClient = false)
    {
        _client = client;
        _ownsClient = ownsClient;
        _time = time;
        _server = new InfluxQuery(client);
        _pages = new PageReader(_server, time);
    }

    /// <summary>Durations a summary keeps in memory at most.</summary>
    public long SummaryBudget { get; init; } = Summarizer.DefaultBudget;

    /// <summary>Sums of minutes, where they are recorded.</summary>
    public RollupSource? Minutes { get; init; }

    /// <summary>Sums of hours, where they are recorded.</summary>
    public RollupSource? Hours { get; init; }

    /// <summary>Up to so many points are summed up one by one, for an exact result.</summary>
    public long FewPoints { get; init; } = 200_000;

    /// <summary>Reads the configured server with a client of its own.</summary>
    public static InfluxExchangeReader Open(StoreOptions options, TimeProvider time) => new(new InfluxClient(options, time), time, ownsClient: true);

    public Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
    {
        var after = PageReader.Validate(query);
        return GuardAsync(stop => _pages.ReadAsync(query, after, stop), cancellationToken);
    }

    public Task<Exchange?> FindAsync(Guid id, CancellationToken cancellationToken) => GuardAsync(stop => _pages.FindAsync(id, stop), cancellationToken);

    public Task<IReadOnlyList<SummaryRow>> SummarizeAsync(SummaryQuery query, CancellationToken cancellationToken) =>
        GuardAsync(stop => ReadSummaryAsync(query, stop), cancellationToken);

    public void Dispose()
    {
        if (_ownsClient)
            _client.Dispose();
    }

    private async Task<IReadOnlyList<SummaryRow>> ReadSummaryAsync(SummaryQuery query, CancellationToken cancellationToken)
    {
        // Nothing is expected further ahead of this machine's clock.
        var until = query.To ?? _time.GetUtcNow().AddHours(1);
        if ((Hours ?? Minutes) is { } any
            && (query.From ?? await any.FirstAsync(_server, query, until, cancellationToken).ConfigureAwait(false)) is { } from
            && SourceFor(query.Step, until - from) is { } source
            && await new RollupSummary(_server, source, query, from, until, FewPoints).ReadAsync(cancellationToken).ConfigureAwait(false) is { } rows)
        {
            return rows;
        }

        return await new PointSummary(_server, query, SummaryBudget).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    // Sums of periods that a step does not cut, for a range that is worth it.
    private RollupSource? SourceFor(TimeSpan? step, TimeSpan range)
    {
        foreach (var source in new[] { Hours, Minutes })
        {
            if (source is not null && range >= 6 * source.Length && (step is not { } whole || whole.Ticks % source.Length.Ticks == 0))
                return source;
        }

        return null;
    }

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
