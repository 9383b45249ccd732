using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Sentinel.Exporting.Progress;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Sentinel.Tests.Exporting;

public sealed class ExportRunTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.JsonLines)]
    [InlineData(ExportFormat.Parquet)]
    public async Task Run_CancelledHalfWay_LeavesTheFileThatWasThere_AndNoHalfOne(string format)
    {
        using var folder = new TempDirectory();
        var file = folder.File("all." + format);
        await File.WriteAllTextAsync(file, "of yesterday", TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var source = new SlowSource(pages: 5, whenRead: async page =>
        {
            if (page == 3)
                await stop.CancelAsync();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ExportRun(source, Arguments(format, file), new TransferCount(_time)).RunAsync(stop.Token));

        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal("of yesterday", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_TheStoreFailsHalfWay_LeavesNoFile()
    {
        using var folder = new TempDirectory();
        var source = new SlowSource(pages: 5, whenRead: page => page == 3 ? throw new StoreUnavailableException("gone") : Task.CompletedTask);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => new ExportRun(source, Arguments(ExportFormat.Csv, folder.File("all.csv")), new TransferCount(_time)).RunAsync(CancellationToken.None));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Progress_OfALongRun_IsALineEveryFiveSeconds()
    {
        using var folder = new TempDirectory();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new SlowSource(pages: 4, whenRead: page => page == 3 ? go.Task : Task.CompletedTask);
        var count = new TransferCount(_time);
        using var error = new StringWriter();

        var run = new ProgressView(error, quiet: false, _time)
            .RunAsync("export", count, () => new ExportRun(source, Arguments(ExportFormat.Csv, folder.File("all.csv")), count).RunAsync(CancellationToken.None));
        await Eventually.TrueAsync(() => count.Rows == 20, "two pages are written");
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return error.ToString().Length > 0;
            },
            "a line tells how far it is");
        go.SetResult();
        await run;

        Assert.Matches(@"^export: 20 rows, [1-4] rows/s, 49 %, \d+ s left", error.ToString());
        Assert.Equal(40, count.Rows);
    }

    private static ExportArguments Arguments(string format, string file) =>
        new(new ExchangeQuery { To = SampleExchange.Start.AddDays(1) }, format, file);

    /// <summary>Pages of ten exchanges a second apart.</summary>
    private sealed class SlowSource(int pages, Func<int, Task> whenRead) : IExchangeSource
    {
        public async Task<ExchangePage> QueryAsync(ExchangeQuery query, CancellationToken cancellationToken)
        {
            if (!query.OldestFirst)
                return new ExchangePage([At((pages * 10) - 1)], null);
            var page = query.Cursor is null ? 1 : int.Parse(query.Cursor, System.Globalization.CultureInfo.InvariantCulture);
            await whenRead(page);
            cancellationToken.ThrowIfCancellationRequested();
            return new ExchangePage([.. Enumerable.Range((page - 1) * 10, 10).Select(At)], page == pages ? null : $"{page + 1}");
        }

        private static Exchange At(int second) => SampleExchange.Chat with { StartedAt = SampleExchange.Start.AddSeconds(second) };
    }
}
