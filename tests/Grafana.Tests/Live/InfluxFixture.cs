using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Tests.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Servers;

namespace LlmSentinel.Grafana.Tests.Live;

/// <summary>influxd as the store of a sidecar under traffic, and, from a certain moment on, the points later versions write.</summary>
public sealed class InfluxFixture : IAsyncDisposable
{
    private const int Enough = 200;

    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly Dictionary<(string Board, string Panel), int> _before = [];
    private InfluxServer _server = null!;
    private DateTimeOffset _from;
    private DateTimeOffset _to;

    /// <summary>How many series the panels of later versions showed when nobody fed them.</summary>
    internal IReadOnlyDictionary<(string Board, string Panel), int> Before => _before;

    /// <summary>Starts everything with the first test that asks; that test says what is missing.</summary>
    public async Task StartAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_server is not null)
                return;
            _server = await InfluxServer.StartAsync();
            foreach (var policy in new[] { "1m", "1h" })
                await _server.QueryAsync($"CREATE RETENTION POLICY \"{policy}\" ON {InfluxServer.Database} DURATION INF REPLICATION 1");
            await using (await Traffic.StartAsync(_server.Url, InfluxServer.Database))
                await Eventually.TrueAsync(async () => await WrittenAsync() >= Enough, $"{Enough} exchanges are on the server");
            _to = TimeProvider.System.GetUtcNow().AddSeconds(1);
            _from = _to.AddMinutes(-2);
            foreach (var board in AllBoards.List)
            {
                foreach (var panel in board.Panels.Where(panel => panel.Feed == Feed.Later && panel.Influx.Count > 0))
                    _before[(board.Name, panel.Title)] = await CountAsync(ShippedBoard.Targets(board.Name, panel.Title, Source.Influx), Choice.Everything);
            }

            Assert.Equal("", await _server.WriteAsync(LaterPoints.Write(_to)));
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>
    /// Rows with a value found by all of a panel's questions; 0 when one of them found none. Questions of one name are one, put to calls and to sums.
    /// </summary>
    internal async Task<int> CountAsync(IEnumerable<JsonObject> targets, Choice choice)
    {
        var counts = new Dictionary<string, int>();
        foreach (var target in targets)
        {
            var alias = (string)target["alias"]!;
            counts[alias] = counts.GetValueOrDefault(alias) + (await QueryAsync((string)target["query"]!, choice)).Count(HasValue);
        }

        return counts.ContainsValue(0) ? 0 : counts.Values.Sum();
    }

    /// <summary>Rows of the first series, asked as Grafana asks.</summary>
    internal async Task<List<Dictionary<string, JsonElement>>> QueryAsync(string query, Choice choice)
    {
        var (from, to) = (_from.ToUnixTimeMilliseconds(), _to.ToUnixTimeMilliseconds());
        from -= from % (1_000 * choice.Seconds);
        return await _server.QueryAsync(choice.ForInflux(query)
            .Replace("$timeFilter", $"time >= {from}ms and time <= {to}ms", StringComparison.Ordinal)
            .Replace("$__interval_ms", $"{choice.Seconds}000", StringComparison.Ordinal)
            .Replace("$__interval", $"{choice.Seconds}s", StringComparison.Ordinal)
            .Replace("$__from", $"{from}", StringComparison.Ordinal)
            .Replace("$__to", $"{to}", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _once.Dispose();
    }

    private static bool HasValue(Dictionary<string, JsonElement> row) =>
        row.Any(column => column.Key != "time" && column.Value.ValueKind != JsonValueKind.Null);

    private async Task<long> WrittenAsync() =>
        (await _server.QueryAsync("SELECT count(\"schema\") FROM llm_exchange")).Sum(row => row["count"].GetInt64());
}
