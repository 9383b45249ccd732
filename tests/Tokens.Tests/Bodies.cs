using System.Buffers;
using System.Text;

namespace LlmSentinel.Tokens.Tests;

/// <summary>Request bodies as the proxy hands them over.</summary>
internal static class Bodies
{
    internal static readonly TokenEstimator Estimator = new();

    internal static int? Count(string json, string? model = "gpt-4o") => Estimator.CountPrompt(model, One(json));

    internal static ReadOnlySequence<byte> One(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>The same bytes in segments of one length.</summary>
    internal static ReadOnlySequence<byte> Cut(string json, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Segment? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += length)
        {
            var segment = new Segment(bytes.AsMemory(at, Math.Min(length, bytes.Length - at)), at);
            first ??= segment;
            last?.Link(segment);
            last = segment;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        internal void Link(Segment next) => Next = next;
    }
}
