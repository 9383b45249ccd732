using System.Buffers;
using System.Globalization;
using System.Text;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Shipping;

namespace LlmSentinel.Storage.Tests.Influx.Shipping;

public sealed class BatchSenderTests
{
    public static TheoryData<RefusalStyle, int> StylesAndSeeds { get; } = new(
        Enum.GetValues<RefusalStyle>().SelectMany(style => Enumerable.Range(1, 5), (style, seed) => (style, seed)));

    [Theory]
    [MemberData(nameof(StylesAndSeeds))]
    public async Task Send_BadPointsAnywhere_OnlyTheseAreSetAside(RefusalStyle style, int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, 500).Select(i => Line(i, bad: random.Next(100) < seed * 2)).ToList();
        var server = new FakeServer(style);
        var sender = Sender(server, lines);

        Assert.Null(await sender.SendAsync(default));

        Assert.Equal(lines.Where(l => l.Contains("=good ", StringComparison.Ordinal)).Order(), server.Kept.Order());
        Assert.Equal(lines.Index().Where(l => l.Item.Contains("=bad ", StringComparison.Ordinal)).Select(l => l.Index), sender.Refused.Select(r => r.Index).Order());
    }

    [Theory]
    [InlineData(RefusalStyle.QuotedRestWritten, 1)]
    [InlineData(RefusalStyle.ListedRestWritten, 1)]
    [InlineData(RefusalStyle.QuotedNothingWritten, 3)]
    public async Task Send_BadPointNamed_IsNotSearchedFor(RefusalStyle style, int requests)
    {
        var server = new FakeServer(style);

        Assert.Null(await Sender(server, [Line(0), Line(1, bad: true), Line(2)]).SendAsync(default));

        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task Send_AllPointsRefusedAndCounted_IsNotSearchedThrough()
    {
        var server = new FakeServer(RefusalStyle.CountedRestWritten);
        var sender = Sender(server, Enumerable.Range(0, 200).Select(i => Line(i, bad: true)));

        Assert.Null(await sender.SendAsync(default));

        Assert.Equal((1, 200), (server.Requests.Count, sender.Refused.Count));
        Assert.All(sender.Refused, r => Assert.Equal(QuarantineReasons.Retention, r.Word));
    }

    [Fact]
    public async Task Send_EverythingRefusedWithoutAWordOfPoints_SetsNothingAsideAndWaits()
    {
        var server = new FakeServer(RefusalStyle.SilentNothingWritten);
        var sender = Sender(server, Enumerable.Range(0, 200).Select(i => Line(i, bad: true)));

        var answer = await sender.SendAsync(default);

        Assert.Equal(WriteResult.Refused, answer?.Result);
        Assert.Empty(sender.Refused);
        Assert.InRange(server.Requests.Count, 16, 60);
    }

    [Fact]
    public async Task Send_TooLarge_SplitsAndRemembersTheSize()
    {
        var lines = Enumerable.Range(0, 64).Select(i => Line(i)).ToList();
        var bytes = lines.Sum(l => l.Length + 1);
        var server = new FakeServer(RefusalStyle.ListedRestWritten, mostBytes: bytes / 4);
        var batch = Batch(lines);
        var sender = new BatchSender(server, batch, int.MaxValue, int.MaxValue, static (_, _) => { }, TimeProvider.System);
        sender.Begin();
        Assert.Null(await sender.SendAsync(default));
        Assert.Equal(64, server.Kept.Count);
        server.Requests.Clear();

        sender.Begin();
        Assert.Null(await sender.SendAsync(default));

        Assert.InRange(sender.BytesLimit, 1, bytes / 4);
        Assert.All(server.Requests, count => Assert.InRange(count, 1, 16));
    }

    [Fact]
    public async Task Send_OnePointTooLarge_IsSetAside()
    {
        var server = new FakeServer(RefusalStyle.ListedRestWritten, mostBytes: 100);
        var sender = Sender(server, [Line(0), "p0001,t=good f=\"" + new string('x', 200) + "\" 7", Line(2)]);

        Assert.Null(await sender.SendAsync(default));

        Assert.Equal(2, server.Kept.Count);
        Assert.Equal((1, QuarantineReasons.TooLarge), (Assert.Single(sender.Refused).Index, sender.Refused[0].Word));
    }

    [Fact]
    public async Task Send_FailureInTheMiddle_GoesOnWhereItStood()
    {
        var server = new FakeServer(RefusalStyle.SilentNothingWritten);
        var lines = Enumerable.Range(0, 64).Select(i => Line(i, bad: i == 40)).ToList();
        server.Instead.Enqueue(null);
        server.Instead.Enqueue(null);
        server.Instead.Enqueue(new WriteAnswer(WriteResult.Unreachable, null, "gone"));
        var sender = Sender(server, lines);

        Assert.Equal(WriteResult.Unreachable, (await sender.SendAsync(default))?.Result);
        Assert.Equal(32, server.Kept.Count);
        server.Requests.Clear();
        Assert.Null(await sender.SendAsync(default));

        Assert.Equal(63, server.Kept.Count);
        Assert.Equal(40, Assert.Single(sender.Refused).Index);
        Assert.All(server.Requests, count => Assert.InRange(count, 1, 32));
    }

    private static BatchSender Sender(FakeServer server, IEnumerable<string> lines)
    {
        var sender = new BatchSender(server, Batch(lines), int.MaxValue, int.MaxValue, static (_, _) => { }, TimeProvider.System);
        sender.Begin();
        return sender;
    }

    private static LineBatch Batch(IEnumerable<string> lines)
    {
        var batch = new LineBatch();
        foreach (var line in lines)
        {
            batch.Writer.Write(Encoding.UTF8.GetBytes(line + "\n"));
            batch.Added(1);
        }

        return batch;
    }

    private static string Line(int number, bool bad = false) =>
        string.Create(CultureInfo.InvariantCulture, $"p{number:D4},t={(bad ? "bad" : "good")} f={number}i {1_790_000_000_000_000_000 + number}");
}
