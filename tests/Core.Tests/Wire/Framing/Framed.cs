using System.Text;
using LlmSentinel.Core.Wire;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

/// <summary>An event a framer gave, kept. Latin-1 keeps every byte apart.</summary>
internal readonly record struct Framed(string Name, string Data)
{
    public static Framed Of(in WireEvent e) => new(Encoding.Latin1.GetString(e.Name), Encoding.Latin1.GetString(e.Data));

    /// <summary>All events of a stream cut at the given places, the unterminated last one included.</summary>
    public static List<Framed> Read(BodyKind kind, ReadOnlySpan<byte> stream, params int[] cuts)
    {
        var framer = new EventFramer { Kind = kind };
        var events = new List<Framed>();
        var from = 0;
        foreach (var cut in cuts.Append(stream.Length))
        {
            var part = stream[from..cut];
            from = cut;
            while (framer.TryRead(ref part, out var e))
                events.Add(Of(e));
            Assert.True(part.IsEmpty);
        }

        if (framer.TryFinish(out var last))
            events.Add(Of(last));
        framer.Release();
        Assert.Equal(0, framer.HeldCapacity);
        return events;
    }

    public static List<Framed> Read(BodyKind kind, string stream, params int[] cuts) => Read(kind, Encoding.UTF8.GetBytes(stream), cuts);

    /// <summary>Asserts that one cut at any place and a cut after every byte give what the whole gives; returns that.</summary>
    public static List<Framed> ReadAllWays(BodyKind kind, byte[] stream)
    {
        var whole = Read(kind, stream);
        for (var i = 0; i <= stream.Length; i++)
            Assert.Equal(whole, Read(kind, stream, i));
        Assert.Equal(whole, Read(kind, stream, [.. Enumerable.Range(0, stream.Length)]));
        return whole;
    }
}
