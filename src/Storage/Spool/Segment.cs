namespace LlmSentinel.Storage.Spool;

/// <summary>One file of the spool, as far as it is acknowledged. Changed under the index's lock.</summary>
internal sealed class Segment(long number, string path, long firstPoint)
{
    /// <summary>Its number; later segments have higher ones, and none is given twice.</summary>
    public long Number => number;

    public string Path => path;

    /// <summary>Points appended before it.</summary>
    public long FirstPoint { get; } = firstPoint;

    /// <summary>Points appended up to its end.</summary>
    public long EndPoint { get; set; } = firstPoint;

    /// <summary>Bytes up to the end of the last acknowledged block.</summary>
    public long Length { get; set; } = SegmentFormat.HeaderBytes;

    /// <summary>True when the opening found bytes in it that are no block.</summary>
    public bool Damaged { get; init; }
}
