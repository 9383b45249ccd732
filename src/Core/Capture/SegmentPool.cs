using System.Collections.Concurrent;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// Memory of the first segment of copies, for reuse. Calls end on many threads and are read on one, many at a time: it gives back
/// hundreds of arrays at once, of which the shared array pool keeps 32 a processor and leaves the rest to the collector.
/// Lock-free; bounded.
/// </summary>
internal static class SegmentPool
{
    /// <summary>Bytes of every array.</summary>
    public const int Bytes = 4 * 1024;

    // 4 MiB: calls in flight, and those that end while the pipeline gathers, at some ten thousand a second.
    private const int Most = 1024;

    private static readonly ConcurrentQueue<byte[]> Idle = new();
    private static int _count;

    /// <summary>An array of <see cref="Bytes"/>; what is in it is left over from another copy.</summary>
    public static byte[] Rent()
    {
        if (!Idle.TryDequeue(out var array))
            return GC.AllocateUninitializedArray<byte>(Bytes);
        Interlocked.Decrement(ref _count);
        return array;
    }

    /// <summary>Takes an array back; beyond the bound it is let go.</summary>
    public static void Return(byte[] array)
    {
        if (Interlocked.Increment(ref _count) <= Most)
            Idle.Enqueue(array);
        else
            Interlocked.Decrement(ref _count);
    }
}
