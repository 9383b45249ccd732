using LlmSentinel.Bench.Stores;
using LlmSentinel.Testing;

namespace LlmSentinel.Bench.Tests.Stores;

/// <summary>The stages of <c>./bench.sh stores</c>, small.</summary>
public sealed class StageTests : IDisposable
{
    private static readonly DateTimeOffset From = SampleExchange.Start;
    private static readonly DateTimeOffset To = From.AddDays(30);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sqlite_IsFilledAndAskedForEveryExchange()
    {
        const int Rows = 3000;
        var path = _folder.File("s.db");
        var progress = new List<double>();

        var filled = SqliteStage.Fill(path, Rows, From, To - From, progress.Add).ToList();
        var took = await OverviewStage.AskAsync(path, Rows, From, To);

        Assert.Equal(2, filled.Count);
        Assert.All(filled, figure => Assert.True(figure.Value > 0));
        Assert.Equal(1, progress[^1]);
        Assert.Equal(4, took.Length);
        await Assert.ThrowsAsync<InvalidOperationException>(() => OverviewStage.AskAsync(path, Rows + 1, From, To));
    }

    [Fact]
    public void Spool_TakesEveryExchangeUnderEachPolicy() =>
        Assert.Equal(3, SpoolStage.Run(_folder.Path, 2500, From).Count(figure => figure.Value > 0));

    [Fact]
    public void Wire_IdsOfATraceCostTheirRandomBytes()
    {
        var figures = WireStage.Run(5000, From).ToDictionary(figure => figure.What, figure => figure.Value);

        Assert.InRange(figures["the same, each with the ids of a trace"] - figures["a provider's streams alone"], 24, 48);
    }
}
