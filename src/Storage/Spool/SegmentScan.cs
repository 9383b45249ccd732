using LlmSentinel.Storage.Files;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Spool;

/// <summary>
/// Finds out what the files of a folder hold. Of all but the last a look at the header is enough: where one ends, the next begins, and
/// what is inside is checked when it is read. The last is gone through for its end, and cut there.
/// </summary>
internal static class SegmentScan
{
    /// <summary>The segments in order; files without a block are removed.</summary>
    public static List<Segment> Read(SpoolFolder folder, ILogger logger)
    {
        var numbers = folder.Segments();
        var facts = new SegmentFacts[numbers.Count];
        long? next = null;
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            facts[i] = SegmentFacts.Of(numbers[i], folder.SegmentPath(numbers[i]), endKnown: next is not null);
            facts[i].EndPoint = next ?? facts[i].EndPoint ?? facts[i].FirstPoint;
            next = facts[i].FirstPoint ?? next;
        }

        // What was not written whole was never acknowledged.
        if (numbers.Count > 0 && facts[^1].Torn)
            Cut(folder.SegmentPath(numbers[^1]), facts[^1], logger);

        List<Segment> segments = [];
        long point = 0;
        foreach (var (number, fact) in numbers.Zip(facts))
        {
            var path = folder.SegmentPath(number);
            var end = fact.EndPoint ?? point;
            if (fact.Length <= SegmentFormat.HeaderBytes)
                TryChange(() => File.Delete(path));
            else
                segments.Add(new Segment(number, path, fact.FirstPoint ?? end) { EndPoint = end, Length = fact.Length, Damaged = fact.Damaged });
            point = Math.Max(point, end);
        }

        return segments;
    }

    private static void Cut(string path, SegmentFacts facts, ILogger logger)
    {
        Log.CutTail(logger, path, facts.Length - facts.End);
        facts.Length = facts.End;
        TryChange(() =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.SetLength(facts.End);
        });
    }

    // Nothing is appended to a file from before: what cannot be cut off or removed does no harm.
    private static void TryChange(Action change)
    {
        try
        {
            change();
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // Intentionally ignored: see above.
        }
    }
}
