using System.Net;
using System.Text.Json;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Sentinel.Tests.Api;

public sealed class ExchangeEndpointsTests : IAsyncLifetime
{
    private AdminTestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AdminTestHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Find_Recorded_EveryFieldInMillisecondsAndExactDollars()
    {
        _host.Store.Exchanges.Add(SampleExchange.Chat);

        var (status, json) = await _host.GetAsync($"/api/exchanges/{SampleExchange.Chat.Id}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("2026-08-01T12:00:00+00:00", json.GetProperty("startedAt").GetString());
        Assert.Equal("ok", json.GetProperty("outcome").GetString());
        Assert.Equal(2500, json.GetProperty("timing").GetProperty("durationMs").GetDouble());
        Assert.Equal(450, json.GetProperty("timing").GetProperty("ttftMs").GetDouble());
        Assert.Equal(0.12, json.GetProperty("timing").GetProperty("addedRequestMs").GetDouble());
        Assert.Equal("0.00123", json.GetProperty("cost").GetProperty("total").GetRawText());
        Assert.Equal("reported", json.GetProperty("usage").GetProperty("source").GetString());
        Assert.Equal(600, json.GetProperty("usage").GetProperty("cacheRead").GetInt64());
        Assert.Equal(28_800, json.GetProperty("rateLimit").GetProperty("remainingTokens").GetInt64());
    }

    [Fact]
    public async Task Find_UnknownValues_AreNullAndPresent()
    {
        _host.Store.Exchanges.Add(SampleExchange.Chat with
        {
            Status = 0, Usage = TokenUsage.None, Cost = ExchangeCost.Unknown, RateLimit = null, Timing = new ExchangeTiming(), App = null,
        });

        var (_, json) = await _host.GetAsync($"/api/exchanges/{SampleExchange.Chat.Id}");

        Assert.Equal(JsonValueKind.Null, json.GetProperty("status").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("app").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("rateLimit").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("timing").GetProperty("ttftMs").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("usage").GetProperty("inputTotal").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("cost").GetProperty("total").ValueKind);
    }

    [Fact]
    public async Task Find_NotThere_404SaysWhy()
    {
        var (status, json) = await _host.GetAsync("/api/exchanges/01985f00-0000-7000-8000-00000000dead");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("retention", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_MoreThanAPage_CursorOfTheNextOne()
    {
        for (var i = 0; i < 3; i++)
            _host.Store.Exchanges.Add(SampleExchange.Chat with { Id = new Guid(i, 0, 0, new byte[8]) });

        var (_, first) = await _host.GetAsync("/api/exchanges?limit=2");
        var (_, all) = await _host.GetAsync("/api/exchanges?limit=3&cursor=next-page");

        Assert.Equal(2, first.GetProperty("items").GetArrayLength());
        Assert.Equal("next-page", first.GetProperty("next").GetString());
        Assert.Equal(3, all.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, all.GetProperty("next").ValueKind);
        Assert.Equal("next-page", _host.Store.LastQuery!.Cursor);
    }

    [Fact]
    public async Task List_AllFilters_ReachTheStore()
    {
        await _host.GetAsync("/api/exchanges?from=-15m&to=2026-08-01T12:00:00%2B00:00&upstream=openai&model=gpt-5.4&app=shop&operation=chat&outcome=rate_limited&streamed=true");

        Assert.Equal(
            new ExchangeQuery
            {
                From = SampleExchange.Start.AddMinutes(-15),
                To = SampleExchange.Start,
                Upstream = "openai",
                Model = "gpt-5.4",
                App = "shop",
                Operation = "chat",
                Outcome = ExchangeOutcome.RateLimited,
                Streamed = true,
            },
            _host.Store.LastQuery);
    }

    [Theory]
    [InlineData("from=2026-08-01", "2026-08-01T00:00:00Z")]
    [InlineData("from=2026-08-01T10:30Z", "2026-08-01T10:30:00Z")]
    [InlineData("from=2026-08-01T10:30:15", "2026-08-01T10:30:15Z")]
    [InlineData("from=2026-08-01T12:30:00.5%2B02:00", "2026-08-01T10:30:00.5Z")]
    [InlineData("from=2026-08-01T12:30:00+02:00", "2026-08-01T10:30:00Z")]
    [InlineData("from=-90s", "2026-08-01T11:58:30Z")]
    [InlineData("from=-2w", "2026-07-18T12:00:00Z")]
    public async Task List_From_AbsoluteOrRelative(string query, string expected)
    {
        await _host.GetAsync("/api/exchanges?" + query);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), _host.Store.LastQuery!.From);
    }

    [Theory]
    [InlineData("/api/exchanges?from=yesterday", "from", "-15m")]
    [InlineData("/api/exchanges?from=-15x", "from", "-15m")]
    [InlineData("/api/exchanges?from=-99999999999w", "from", "-15m")]
    [InlineData("/api/exchanges?to=2026-13-01", "to", "2026-08-01T12:00:00Z")]
    [InlineData("/api/exchanges?from=-5m&to=-10m", "from", "earlier")]
    [InlineData("/api/exchanges?limit=0", "limit", "1 to 1000")]
    [InlineData("/api/exchanges?limit=1001", "limit", "1 to 1000")]
    [InlineData("/api/exchanges?limit=ten", "limit", "1 to 1000")]
    [InlineData("/api/exchanges?outcome=failed", "outcome", "server_error")]
    [InlineData("/api/exchanges?streamed=maybe", "streamed", "false")]
    [InlineData("/api/exchanges?cursor=broken", "cursor", "next")]
    [InlineData("/api/exchanges?modell=gpt", "modell", "model")]
    [InlineData("/api/exchanges?model=a&model=b", "model", "one value")]
    [InlineData("/api/exchanges/17", "id", "01985f00")]
    [InlineData("/api/summary?groupBy=color", "groupBy", "upstream")]
    [InlineData("/api/summary?limit=5", "limit", "groupBy")]
    [InlineData("/api/summary?step=soon", "step", "1h")]
    [InlineData("/api/summary?step=0s", "step", "1h")]
    [InlineData("/api/summary?step=-1h", "step", "1h")]
    [InlineData("/api/summary?step=1h&step=1d", "step", "one value")]
    [InlineData("/api/summary?from=-30d&step=1m", "step", "a longer step")]
    [InlineData("/api/exchanges?step=1h", "step", "limit")]
    public async Task BadParameter_NamesItAndWhatIsAllowed(string path, string parameter, string allowed)
    {
        var (status, json) = await _host.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(parameter, json.GetProperty("parameter").GetString());
        Assert.Contains(json.GetProperty("allowed").EnumerateArray(), a => a.GetString()!.Contains(allowed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Summary_NothingSaid_LastHourByUpstreamAndModel()
    {
        _host.Store.Rows =
        [
            new SummaryRow
            {
                Upstream = "openai",
                Model = "gpt-5.4",
                Exchanges = 10,
                Errors = 1,
                Outcomes = new Dictionary<string, long> { ["ok"] = 9, ["server_error"] = 1 },
                RatePerSecond = 10 / 3600.0,
                Duration = new DurationSummary(10, Ms(200), Ms(190), Ms(300), Ms(310), Ms(320), Ms(321)),
                InputTokens = 1000,
                OutputTokens = 500,
                Cost = 0.0000001m,
            },
        ];

        var (_, json) = await _host.GetAsync("/api/summary");

        Assert.Equal(["upstream", "model"], json.GetProperty("groupBy").EnumerateArray().Select(g => g.GetString()));
        Assert.Equal(SampleExchange.Start.AddHours(-1), json.GetProperty("from").GetDateTimeOffset());
        Assert.Equal(SampleExchange.Start, json.GetProperty("to").GetDateTimeOffset());
        var row = json.GetProperty("rows")[0];
        Assert.Equal(310, row.GetProperty("durationMs").GetProperty("p95").GetDouble());
        Assert.Equal(0.0000001m, row.GetProperty("costUsd").GetDecimal());
        Assert.Equal(1, row.GetProperty("outcomes").GetProperty("server_error").GetInt64());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("ttftMs").ValueKind);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("app").ValueKind);
    }

    [Theory]
    [InlineData("app, operation", SummaryGrouping.App | SummaryGrouping.Operation)]
    [InlineData("none", SummaryGrouping.None)]
    [InlineData("upstream,model,app,operation", SummaryGrouping.Upstream | SummaryGrouping.Model | SummaryGrouping.App | SummaryGrouping.Operation)]
    public async Task Summary_GroupBy_ReachesTheStore(string groupBy, SummaryGrouping expected)
    {
        await _host.GetAsync($"/api/summary?groupBy={Uri.EscapeDataString(groupBy)}&to=-1h");

        Assert.Equal(expected, _host.Store.LastSummary!.GroupBy);
        Assert.Equal(SampleExchange.Start.AddHours(-2), _host.Store.LastSummary.From);
    }

    [Fact]
    public async Task Summary_Step_GivesARowForEachPeriodWithCalls()
    {
        using var folder = new TempDirectory();
        await using var store = new SqliteExchangeStore(
            new StoreOptions { Path = folder.File("s.db"), Retention = TimeSpan.Zero }, TimeProvider.System, NullLoggerFactory.Instance);
        await using var host = await AdminTestHost.StartAsync(store: store);
        foreach (var minutes in new[] { -1, -59, -61, -185, -600 })
        {
            var start = SampleExchange.Start.AddMinutes(minutes);
            store.Record(SampleExchange.Chat with { Id = Guid.CreateVersion7(start), StartedAt = start });
        }

        Assert.True(await store.FlushAsync(Eventually.DefaultDeadline), store.Problem);
        var (status, json) = await host.GetAsync("/api/summary?groupBy=none&from=-4h&step=1h");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            [("2026-08-01T08:00:00+00:00", 1L), ("2026-08-01T10:00:00+00:00", 1), ("2026-08-01T11:00:00+00:00", 2)],
            json.GetProperty("rows").EnumerateArray().Select(r => (r.GetProperty("start").GetString()!, r.GetProperty("exchanges").GetInt64())));
        Assert.All(json.GetProperty("rows").EnumerateArray(), r => Assert.Equal("exact", r.GetProperty("percentiles").GetString()));
    }

    [Fact]
    public async Task List_StoreCannotBeRead_503WithItsReason()
    {
        _host.Store.Failure = new StoreUnavailableException("The database is locked.");

        var (status, json) = await _host.GetAsync("/api/exchanges");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("The database is locked.", json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task List_StoreFailsUnexpectedly_500TellsNothingAndTheLogDoes()
    {
        _host.Store.Failure = new InvalidOperationException("inner secret");

        var (status, json) = await _host.GetAsync("/api/exchanges");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("inner secret", json.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(_host.Log.GetSnapshot(), r => r.Id.Name == "AdminRequestFailed" && r.Exception?.Message == "inner secret");
    }

    [Fact]
    public async Task List_StoreSwitchedOff_503SaysSo()
    {
        await using var host = await AdminTestHost.StartAsync(withStore: false);

        var (status, json) = await host.GetAsync("/api/exchanges");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("store.kind", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);
}
