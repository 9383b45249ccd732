using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Rows;
using LlmSentinel.Bench.SideBySide.Wire;
using LlmSentinel.Testing;
using Microsoft.Data.Sqlite;

namespace LlmSentinel.Bench.Tests.Rows;

public sealed class RowCheckTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly SqliteConnection _store;
    private readonly RowCheck _check;

    public RowCheckTests()
    {
        _store = new SqliteConnection($"Data Source={_folder.File("rows.db")};Pooling=False");
        _store.Open();
        Execute("CREATE TABLE exchanges(n INTEGER PRIMARY KEY, provider_request_id, input_total, output_total, outcome)");
        _check = new RowCheck(_folder.File("rows.db"));
    }

    [Fact]
    public async Task Compare_EveryRowRight_FindsNothing()
    {
        Store(1, 2, 3);

        Assert.Null(await CompareAsync(Sent(1, 4)));
    }

    [Fact]
    public async Task Compare_SecondTime_LooksAtNewRowsOnly()
    {
        Store(1, 2);
        Assert.Null(await CompareAsync(Sent(1, 3)));
        Store(3);

        Assert.Null(await CompareAsync(Sent(3, 4)));
    }

    [Fact]
    public async Task Compare_RowMissing_SaysSo()
    {
        Store(1, 3, 3);

        Assert.Equal("3 responses: 1 rows missing, 0 wrong, 1 twice, 0 of no call", await CompareAsync(Sent(1, 4)));
    }

    [Fact]
    public async Task Compare_UsageOfAnotherCall_SaysWhich()
    {
        Store(1, 2);
        Execute("UPDATE exchanges SET output_total = output_total + 1 WHERE n = 2");

        Assert.StartsWith("2 responses: 0 rows missing, 1 wrong, 0 twice, 0 of no call; call 2 has", await CompareAsync(Sent(1, 3)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_RowOfNoCall_SaysSo()
    {
        Store(1, 77);

        Assert.Equal("1 responses: 0 rows missing, 0 wrong, 0 twice, 1 of no call", await CompareAsync(Sent(1, 2)));
    }

    [Fact]
    public async Task Compare_CallThatFailed_MayHaveLeftARow()
    {
        var sent = Sent(1, 4);
        sent.Failed.Add(2);
        Store(1, 2, 3);

        Assert.Null(await CompareAsync(sent));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    // One more than is missing: the call that failed.
    [InlineData(3, 0)]
    [InlineData(5, 2)]
    public async Task Tally_RowsGivenUp_AreHeldAgainstWhatTheTargetCounted(long dropped, long unaccounted)
    {
        var sent = Sent(1, 7);
        sent.Failed.Add(2);
        Store(1, 3, 6);
        await _check.ArrivedAsync(1);

        var tally = _check.Tally(sent);

        Assert.Equal(unaccounted, tally.Unaccounted(dropped));
        Assert.Equal(unaccounted == 0, tally.Problem(dropped) is null);
    }

    [Fact]
    public void Sum_PageOfMetrics_AddsWhatCostsARow() => Assert.Equal(
        49,
        DropCount.Sum("""
            # TYPE llmsentinel_queue_dropped_total counter
            llmsentinel_queue_dropped_total{queue="capture",reason="full"} 40
            llmsentinel_queue_dropped_total{queue="capture",reason="shutdown"} 2
            llmsentinel_queue_dropped_total{queue="evaluation",reason="full"} 1000
            llmsentinel_store_dropped_total{store="sqlite"} 7
            """));

    public void Dispose()
    {
        _check.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private static LoadOutcome Sent(long from, long end) => new(from) { EndId = end };

    private async Task<string?> CompareAsync(LoadOutcome sent)
    {
        await _check.ArrivedAsync(1);
        return _check.Compare(sent);
    }

    private void Store(params long[] ids)
    {
        foreach (var id in ids)
            Execute($"INSERT INTO exchanges(provider_request_id, input_total, output_total, outcome) VALUES('{id:d10}', {Usage.Input(id)}, {Usage.Output(id)}, 0)");
    }

    private void Execute(string sql)
    {
        using var command = _store.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
