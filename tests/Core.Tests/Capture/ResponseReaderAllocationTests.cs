using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Tests.Wire.Framing;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class ResponseReaderAllocationTests
{
    private static readonly string Chunk =
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1795000001,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}],\"usage\":null}";

    [Theory]
    [InlineData("text/event-stream", 1)]
    [InlineData("text/event-stream", 10)]
    [InlineData("text/event-stream", 0)]
    [InlineData("application/x-ndjson", 1)]
    [InlineData("application/vnd.amazon.eventstream", 1)]
    [InlineData("application/vnd.amazon.eventstream", 0)]
    public void AThousandEvents_OnceWarm_AllocateNothing(string type, int eventsARead)
    {
        var one = type switch
        {
            "text/event-stream" => Encoding.UTF8.GetBytes("data: " + Chunk + "\n\n"),
            "application/x-ndjson" => Encoding.UTF8.GetBytes(Chunk + "\n"),
            _ => EventStreamFrames.Event("contentBlockDelta", Chunk),
        };
        var stream = Enumerable.Repeat(one, 1000).SelectMany(b => b).ToArray();
        var step = eventsARead == 0 ? 100 : one.Length * eventsARead;
        var reader = new ResponseReader(new CaptureBudget(1024 * 1024));
        var head = new ResponseHead(200, type, null, null);
        var dialect = new NullDialect();

        long before = 0;
        var events = 0;
        for (var round = 0; round < 4; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            reader.Begin(dialect, head, 256 * 1024);
            for (var i = 0; i < stream.Length; i += step)
                reader.Read(stream.AsSpan(i, Math.Min(step, stream.Length - i)), i);
            reader.Complete();
            events = reader.Events;
            reader.Reset();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1000, events);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void APlainBody_OnceWarm_AllocatesNothing()
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 30_000) + "\"}");
        var reader = new ResponseReader(new CaptureBudget(1024 * 1024));
        var dialect = new NullDialect();
        long before = 0;
        for (var round = 0; round < 4; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            reader.Begin(dialect, new ResponseHead(200, "application/json; charset=utf-8", null, body.Length), 16 * 1024);
            reader.Read(body, 1);
            reader.Complete();
            reader.Reset();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
