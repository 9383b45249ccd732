using System.Runtime.InteropServices;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>Where a line stands among others: its first byte, its bytes with the line feed, and those of its series, measurement and tags.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlacedLine(int Start, int Length, int Series)
{
    /// <summary>The line that begins at a byte.</summary>
    public static PlacedLine At(ReadOnlySpan<byte> lines, int start)
    {
        lines = lines[start..];
        return new PlacedLine(start, lines.IndexOf((byte)'\n') + 1, SeriesOf(lines));
    }

    /// <summary>By series, then by place: points of one series stay in their order, for of two with the same time the later one counts.</summary>
    public static int Compare(ReadOnlySpan<byte> lines, PlacedLine one, PlacedLine other)
    {
        var series = lines.Slice(one.Start, one.Series).SequenceCompareTo(lines.Slice(other.Start, other.Series));
        return series != 0 ? series : one.Start.CompareTo(other.Start);
    }

    // A space that means itself has a backslash before it.
    private static int SeriesOf(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        while (line[end - 1] == '\\')
            end += 1 + line[(end + 1)..].IndexOf((byte)' ');
        return end;
    }
}
