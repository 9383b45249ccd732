namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>How a stream's bytes come.</summary>
public enum ReadSize
{
    /// <summary>One event a read.</summary>
    OneEvent,

    /// <summary>Ten events a read.</summary>
    TenEvents,

    /// <summary>Reads that end anywhere inside an event.</summary>
    OddPlaces,
}

/// <summary>Cuts streams into reads.</summary>
internal static class Reads
{
    private const int OddBytes = 211;

    /// <summary>The stream as it is read.</summary>
    public static byte[][] Cut(byte[][] frames, ReadSize size) => size switch
    {
        ReadSize.OneEvent => frames,
        ReadSize.TenEvents => [.. frames.Chunk(10).Select(Joined)],
        _ => [.. Joined(frames).Chunk(OddBytes)],
    };

    private static byte[] Joined(byte[][] frames) => [.. frames.SelectMany(frame => frame)];
}
