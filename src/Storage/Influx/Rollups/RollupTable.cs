using System.Runtime.InteropServices;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>
/// The periods of one length that are being summed up. A period is taken out when it is over; exchanges that come later begin it anew, and
/// what they come to is a further point of it. Not thread-safe.
/// </summary>
/// <param name="length">Of a period, in microseconds.</param>
/// <param name="offset">
/// Nanoseconds within a period's first second at which this process begins to put its points: two processes put theirs at the same
/// nanosecond by chance only.
/// </param>
internal sealed class RollupTable(long length, int offset)
{
    private const int Offsets = 1_000_000_000;

    private readonly Dictionary<(long Start, RollupKey Key), RollupAccumulator> _open = [];
    private readonly Stack<RollupAccumulator> _spare = [];
    private int _offset = offset;

    /// <summary>Combinations of a period and tags that are open.</summary>
    public int Count => _open.Count;

    /// <summary>Adds an exchange to its period.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="microseconds">Time of its point, since 1970.</param>
    public void Add(Exchange exchange, long microseconds)
    {
        var rest = microseconds % length;
        var start = microseconds - (rest < 0 ? rest + length : rest);
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (start, RollupKey.Of(exchange)), out _);
        sums ??= _spare.TryPop(out var spare) ? spare : new RollupAccumulator();
        sums.Add(SummaryValue.Of(exchange));
    }

    /// <summary>
    /// Writes the periods that are over, and gives the lines to <paramref name="append"/> in blocks; what it took is taken out, and what it
    /// threw at stays.
    /// </summary>
    /// <param name="before">Microseconds since 1970: periods that end by then.</param>
    /// <param name="measurement">Name of the measurement.</param>
    /// <param name="tags">Tags of the configuration.</param>
    /// <param name="append">Takes lines and how many points they are.</param>
    public void Flush(long before, ReadOnlySpan<byte> measurement, PointTags tags, Action<LineBuffer, int> append)
    {
        var due = _open.Where(o => o.Key.Start + length <= before).ToList();
        if (due.Count == 0)
            return;
        // A combination is at most once in a flush; the next flush of the same period must not overwrite it.
        var at = _offset;
        _offset = (_offset + 1) % Offsets;
        var lines = new LineBuffer();
        var first = 0;
        for (var i = 0; i < due.Count; i++)
        {
            var ((start, key), sums) = due[i];
            RollupLine.Write(lines, measurement, key, sums, (start * 1_000) + at, tags);
            if (i + 1 - first < PointWriter.MostPoints && lines.Written.Length < PointWriter.MostBytes && i + 1 < due.Count)
                continue;
            append(lines, i + 1 - first);
            foreach (var (written, accumulator) in due[first..(i + 1)])
                TakeOut(written, accumulator);
            first = i + 1;
            lines.Clear();
        }
    }

    /// <summary>Forgets everything; returns how many exchanges that is.</summary>
    public long Clear()
    {
        var exchanges = _open.Values.Sum(sums => sums.Exchanges);
        _open.Clear();
        return exchanges;
    }

    private void TakeOut((long Start, RollupKey Key) key, RollupAccumulator sums)
    {
        _open.Remove(key);
        sums.Clear();
        _spare.Push(sums);
    }
}
