using System.Text;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Tests.Wire.Framing;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class ResponseReaderReuseTests
{
    private static readonly Gen<(string Type, byte[] Body)> Answers = Gen.OneOf(
        ("text/event-stream", Encoding.UTF8.GetBytes("\uFEFFevent: a\r\ndata: say\r\ndata: 2\r\n\r\ndata: [DONE]\r\n\r\n")),
        ("text/event-stream", "data: say\n\nevent: b\ndata: {\"half"u8.ToArray()),
        ("text/event-stream", "{\"error\":1}"u8.ToArray()),
        ("text/plain", "{\"say\":1}\n{\"say\":2}"u8.ToArray()),
        ("application/x-ndjson", "{\"think\":1}\n{\"DONE\":tr"u8.ToArray()),
        ("application/json", "[{\"say\":\"\\\""u8.ToArray()),
        ("application/json", Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 3000) + "\",\"b\":1}")),
        ("application/vnd.amazon.eventstream", [.. EventStreamFrames.Event("a", "say"), .. EventStreamFrames.Event("b", "say")[..^3]]),
        ("application/vnd.amazon.eventstream", new byte[40]),
        ("image/png", new byte[100]),
        ("", "da"u8.ToArray()));

    [Fact]
    public void Reader_UsedAgain_ReadsAsANewOne() => Gen.Select(Answers, Gen.OneOf(null!, "gzip", "br", "nonsense"), Gen.Int[0, 10]).Array[2, 6].Sample(
        exchanges =>
        {
            var budget = new CaptureBudget(long.MaxValue);
            var used = new ResponseReader(budget);
            foreach (var ((type, plain), encoding, cut) in exchanges)
            {
                var body = encoding is "gzip" or "br" ? Reading.Encode(encoding, plain) : plain;
                var head = new ResponseHead(200, type, encoding, null);
                var fresh = new ResponseReader(new CaptureBudget(long.MaxValue));
                Assert.Equal(Read(fresh, head, body, Math.Min(cut, body.Length)), Read(used, head, body, Math.Min(cut, body.Length)));
                used.Reset();
                Assert.Equal(0, budget.Used);
            }
        }, iter: 1_000);

    [Fact]
    public void Body_ThatIsEmpty_HasNoGapWhateverItsEncoding() =>
        Assert.Equal(ObservationGap.None, Reading.Of("application/json", "nonsense", Array.Empty<byte>()).Gap);

    private static string Read(ResponseReader reader, ResponseHead head, byte[] body, int cut)
    {
        var dialect = new FakeDialect(DialectNames.Gemini);
        reader.Begin(dialect, head, 1000);
        reader.Read(body.AsSpan(0, cut), 1);
        reader.Read(body.AsSpan(cut), 2);
        reader.Complete();
        return string.Join('\n', dialect.Events) + "\n--\n" + string.Join('\n', dialect.Bodies)
            + $"\n{reader.Streamed} {reader.Events} {reader.Gap} {reader.Facts.Terminal} {reader.Clock.FirstEvent} {reader.Clock.OutputChunks}";
    }
}
