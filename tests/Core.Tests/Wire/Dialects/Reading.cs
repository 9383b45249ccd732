using System.Buffers;
using System.Text;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

/// <summary>Feeds a dialect what a test writes as text, and keeps what it said.</summary>
internal sealed class Reading
{
    public const EventClass Visible = EventClass.Output | EventClass.Answer;

    private Reading(IDialect dialect) => Dialect = dialect;

    public IDialect Dialect { get; }

    public ResponseFacts Facts { get; } = new() { Text = { Wanted = true } };

    public List<EventClass> Events { get; } = [];

    public UsageCounts Usage => Facts.Usage;

    public string Text => Facts.Text.ToText();

    /// <summary>Reads a stream; an event written <c>name|data</c> has a name.</summary>
    public static Reading Stream(string dialect, params string[] events)
    {
        var reading = new Reading(DialectDetector.ByName(dialect)!);
        foreach (var text in events)
        {
            var bar = text.StartsWith('{') || text.StartsWith('[') ? -1 : text.IndexOf('|', StringComparison.Ordinal);
            var name = bar < 0 ? "" : text[..bar];
            reading.Read(name, text[(bar + 1)..]);
        }

        return reading;
    }

    /// <summary>Reads a plain body, cut into segments so that no value is sure to be in one piece.</summary>
    public static Reading Body(string dialect, string body, int segment = int.MaxValue)
    {
        var reading = new Reading(DialectDetector.ByName(dialect)!);
        reading.Dialect.ReadBody(Segments(Encoding.UTF8.GetBytes(body), segment), reading.Facts);
        return reading;
    }

    public EventClass Read(string name, string data)
    {
        var found = Dialect.ReadEvent(new WireEvent(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data)), Facts);
        Events.Add(found);
        return found;
    }

    public static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        if (bytes.Length <= size)
            return new ReadOnlySequence<byte>(bytes);
        var first = new Segment(bytes.AsMemory(0, size), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
            last = last.Append(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
