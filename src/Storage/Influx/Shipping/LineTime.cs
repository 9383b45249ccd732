using System.Buffers.Text;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>The time at the end of a line.</summary>
internal static class LineTime
{
    /// <summary>Nanoseconds since 1970 of the first of some lines; null when there is none.</summary>
    public static long? Of(ReadOnlySpan<byte> lines)
    {
        var end = lines.IndexOf((byte)'\n');
        var line = end < 0 ? lines : lines[..end];
        return Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out long time, out _) ? time : null;
    }
}
