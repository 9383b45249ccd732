using LlmSentinel.Storage.Files;

namespace LlmSentinel.Storage.Spool;

/// <summary>What one file tells about itself.</summary>
internal sealed class SegmentFacts
{
    private SegmentFacts(long length) => Length = length;

    /// <summary>Points appended before it; null when nothing in it says so.</summary>
    public long? FirstPoint { get; private set; }

    /// <summary>Points appended up to its end; null when nothing in it says so.</summary>
    public long? EndPoint { get; set; }

    /// <summary>Bytes of the file that count.</summary>
    public long Length { get; set; }

    /// <summary>Where its last block ends.</summary>
    public long End { get; private set; }

    /// <summary>True when a block at its end was begun and not finished.</summary>
    public bool Torn { get; private set; }

    /// <summary>True when there are bytes behind its last block that are no beginning of one.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Reads the header, and goes from block to block where that does not tell enough.</summary>
    public static SegmentFacts Of(long number, string path, bool endKnown)
    {
        var facts = new SegmentFacts(new FileInfo(path).Length);
        try
        {
            using var file = new SegmentFile(number, path);
            facts.FirstPoint = file.FirstPoint();
            if (facts.FirstPoint is null || !endKnown)
                facts.Walk(file);
        }
        catch (Exception e) when (DiskErrors.Is(e) && e is not UnusableSpoolException)
        {
            // Intentionally ignored: the reader meets the same trouble and says what comes of it.
        }

        return facts;
    }

    private void Walk(SegmentFile file)
    {
        End = SegmentFormat.HeaderBytes;
        while (file.Find(End, Length) is { } at && file.TryReadHeader(at, out var header))
        {
            FirstPoint ??= header.FirstPoint;
            var end = at + SegmentFormat.BlockHeaderBytes + header.Length;
            if (end > Length)
            {
                (End, Torn) = (at, true);
                return;
            }

            EndPoint = header.FirstPoint + header.Points;
            End = end;
        }

        Torn = Length - End is > 0 and < SegmentFormat.BlockHeaderBytes;
        Damaged = Length - End >= SegmentFormat.BlockHeaderBytes;
    }
}
