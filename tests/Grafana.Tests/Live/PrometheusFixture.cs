using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing.Servers;

namespace LlmSentinel.Grafana.Tests.Live;

/// <summary>Prometheus scraping a sidecar under traffic and, from a certain moment on, a page of what later versions write.</summary>
public sealed class PrometheusFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly Dictionary<(string Board, string Panel), int> _before = [];
    private InfluxServer? _store;
    private Traffic? _traffic;
    private LaterMetrics? _later;

    internal PrometheusServer Server { get; private set; } = null!;

    /// <summary>How many series the panels of later versions showed when nobody fed them.</summary>
    internal IReadOnlyDictionary<(string Board, string Panel), int> Before => _before;

    /// <summary>Starts everything with the first test that asks; that test says what is missing.</summary>
    public async Task StartAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (Server is not null)
                return;
            _later = await LaterMetrics.StartAsync();
            _store = await InfluxServer.StartAsync();
            _traffic = await Traffic.StartAsync(_store.Url, InfluxServer.Database);
            Server = await PrometheusServer.StartAsync(_traffic.Sidecar.Admin, _later.Address);
            foreach (var board in AllBoards.List)
            {
                foreach (var panel in board.Panels.Where(panel => panel.Feed == Feed.Later && panel.Prometheus.Count > 0))
                    _before[(board.Name, panel.Title)] = await CountAsync(ShippedBoard.Targets(board.Name, panel.Title, Source.Prometheus), Choice.Everything);
            }

            _later.Open = true;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Series found by all of a panel's questions; 0 when one of them found none.</summary>
    internal async Task<int> CountAsync(IEnumerable<JsonObject> targets, Choice choice)
    {
        var counts = new List<int>();
        foreach (var target in targets)
            counts.Add(await Server.CountAsync(choice.ForPrometheus((string)target["expr"]!), (bool)target["instant"]!));
        return counts.Contains(0) ? 0 : counts.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        if (_traffic is not null)
            await _traffic.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        if (_later is not null)
            await _later.DisposeAsync();
        _once.Dispose();
    }
}
