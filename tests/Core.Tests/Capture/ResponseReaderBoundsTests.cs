using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class ResponseReaderBoundsTests
{
    private static readonly ResponseHead Sse = new(200, "text/event-stream", null, null);
    private static readonly ResponseHead Json = new(200, "application/json", null, null);

    [Theory]
    [InlineData(50_000)]
    [InlineData(Reading.Limit - 30)]
    [InlineData(Reading.Limit)]
    [InlineData(Reading.Limit + 10_000)]
    [InlineData(3_000_000)]
    public void PlainBody_OverTheLimit_IsReadFromItsBeginningAndItsLastMembers(int textLength)
    {
        var body = "{\"id\":\"r\",\"choices\":[{\"text\":\"" + new string('x', textLength) + "\"}],\"usage\":{\"total\":5,\"s\":\"a\\\"}{,\"},\"model\":\"m\"}\n";
        var read = Of(Json, body);
        if (body.Length <= Reading.Limit)
        {
            Assert.Equal([body], read.Dialect.Bodies);
            return;
        }

        Assert.Equal([body[..Reading.Limit], "{\"usage\":{\"total\":5,\"s\":\"a\\\"}{,\"},\"model\":\"m\"}\n"], read.Dialect.Bodies);
        Assert.Equal(ObservationGap.ExchangeLimit, read.Gap);
        Assert.True(read.Terminal);
        Assert.InRange(read.BudgetHighWater, 1, Reading.Limit + (16 * 1024));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":{\"c\":[1,2]}}", "\"b\":{\"c\":[1,2]}}")]
    [InlineData("xx\\\",{\\\"q\",\"b\":\"\\\\\",\"c\":2} ", "\"b\":\"\\\\\",\"c\":2} ")]
    [InlineData("1,2,3],\"c\":{}}", "\"c\":{}}")]
    [InlineData("half a string\"}", null)]
    [InlineData("{\"a\":1}", null)]
    [InlineData("[1,2]", null)]
    [InlineData("", null)]
    [InlineData("\\\\\",\"b\":1}", "\"b\":1}")]
    public void LastMembers_AreFoundExactly(string end, string? members)
    {
        var found = LastMembers.Find(Encoding.UTF8.GetBytes(end));
        Assert.Equal(members, found < 0 ? null : end[found..]);
    }

    [Fact]
    public void Event_OfFiveMegabytes_IsRead()
    {
        var read = Of(Sse, "data: {\"say\":\"" + new string('x', 5_000_000) + "\"}\n\ndata: [DONE]\n\n");
        Assert.Equal(2, read.Events);
        Assert.Equal(5_000_010, read.Dialect.Events[0].Length);
        Assert.Equal(ObservationGap.None, read.Gap);
    }

    [Fact]
    public void EndlessLine_IsSkippedBoundedAndTheStreamGoesOn()
    {
        var filler = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        IEnumerable<byte[]> pieces =
            ["data: "u8.ToArray(), .. Enumerable.Repeat(filler, 400), "\n\ndata: {\"say\":1}\n\ndata: [DONE]\n\n"u8.ToArray()];
        var read = Reading.Of(Sse, DialectNames.OpenAIChat, pieces);
        Assert.Equal(["{\"say\":1}", "[DONE]"], read.Dialect.Events);
        Assert.Equal(ObservationGap.Malformed, read.Gap);
        Assert.InRange(read.BudgetHighWater, 1, 40 * 1024 * 1024);
    }

    [Fact]
    public void Budget_TooSmallForAnUnfinishedEvent_StopsTheObservation()
    {
        var read = Of(Sse, "data: {\"say\":1}\n\ndata: " + new string('x', 500_000) + "\n\ndata: [DONE]\n\n", budget: 100_000);
        Assert.Equal(["{\"say\":1}"], read.Dialect.Events);
        Assert.Equal(ObservationGap.ByteBudget, read.Gap);
        Assert.InRange(read.BudgetHighWater, 1, 100_000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public void Budget_Exhausted_LeavesTheBodyUnread(string? encoding)
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":\"" + new Random(3).NextInt64() + "\"}");
        if (encoding is not null)
            body = Reading.Encode(encoding, body);
        var read = Reading.Of(
            new ResponseHead(200, "application/json", encoding, null), DialectNames.OpenAIChat, Reading.Pieces(body, 10), budgetBytes: 1000);
        Assert.Equal(ObservationGap.ByteBudget, read.Gap);
        Assert.Empty(read.Dialect.Bodies);
    }

    [Fact]
    public void InvalidUtf8_PassesThroughTheReader()
    {
        byte[] stream = [.. "data: {\"say\":\""u8, 0xFF, 0xC0, .. "\"}\n\ndata: [DONE]\n\n"u8];
        var read = Reading.Of("text/event-stream", null, stream, 14, 15);
        Assert.Equal(2, read.Events);
        Assert.True(read.Terminal);
    }

    private static Reading Of(ResponseHead head, string body, long budget = long.MaxValue)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var cuts = Enumerable.Range(1, bytes.Length / 16_000).Select(i => i * 16_000).ToArray();
        return Reading.Of(head, DialectNames.OpenAIChat, Reading.Pieces(bytes, cuts), budget);
    }
}
