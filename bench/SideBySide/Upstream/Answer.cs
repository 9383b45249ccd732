using System.Globalization;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>An answer ready to be sent: one buffer, cut into writes.</summary>
internal sealed class Answer
{
    private readonly Patch[][] _patches;

    private Answer(AnswerShape shape, byte[] bytes, int[] ends, Patch[][] patches, long bodyBytes) =>
        (Shape, Bytes, Ends, _patches, BodyBytes) = (shape, bytes, ends, patches, bodyBytes);

    /// <summary>What was asked for.</summary>
    public AnswerShape Shape { get; }

    /// <summary>Head and body, with zeros where something is filled in.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where each write ends.</summary>
    public int[] Ends { get; }

    /// <summary>Length of the body without framing.</summary>
    public long BodyBytes { get; }

    /// <summary>Copies a write into a buffer and fills it in.</summary>
    /// <returns>Its length.</returns>
    public int Render(int write, long id, Span<byte> target)
    {
        var start = write == 0 ? 0 : Ends[write - 1];
        var source = Bytes.AsSpan(start, Ends[write] - start);
        source.CopyTo(target);
        foreach (var patch in _patches[write])
        {
            var value = patch.Slot switch
            {
                Slot.Id => id,
                Slot.Input => Usage.Input(id),
                Slot.Output => Usage.Output(id),
                _ => Clock.Now,
            };
            Fixed.Write(target.Slice(patch.At - start, patch.Digits), value);
        }

        return source.Length;
    }

    /// <summary>Makes the answer of a shape.</summary>
    public static Answer For(AnswerShape shape)
    {
        var text = AnswerText.For(shape);
        var builder = new AnswerBuilder();
        var ends = new List<int>();
        var body = 0L;
        var streamed = shape.Format != Format.Plain;
        builder.Append($"HTTP/1.1 200 OK\r\nContent-Type: {text.ContentType}\r\nx-request-id: {{id}}\r\nopenai-processing-ms: 12\r\nServer: bench\r\n");
        builder.Append(streamed ? "Transfer-Encoding: chunked\r\n\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Data(text.Writes[0]).Length}\r\n\r\n"));
        if (shape.FirstAfterMs > 0)
            ends.Add(builder.Length);
        foreach (var (index, write) in text.Writes.Index())
        {
            var data = Data(write);
            body += data.Length;
            if (streamed)
                builder.AppendChunk(data);
            else
                builder.Append(write);
            if (streamed && index == text.Writes.Count - 1)
                builder.Append("0\r\n\r\n");
            ends.Add(builder.Length);
        }

        return new Answer(shape, builder.ToBytes(), [.. ends], Split(builder.Patches, ends), body);
    }

    private static AnswerBuilder Data(string text) => new AnswerBuilder().Append(text);

    private static Patch[][] Split(List<Patch> patches, List<int> ends) =>
        [.. ends.Select((end, i) => patches.Where(p => p.At < end && (i == 0 || p.At >= ends[i - 1])).ToArray())];
}
