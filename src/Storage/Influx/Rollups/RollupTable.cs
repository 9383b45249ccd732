using System.Runtime.InteropServices;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Rollups;

/// <summary>
/// The periods of one length that are being summed up. A period is taken out when it is over; exchanges that come later begin it anew, and
/// what they come to is a further point of it. What is written of an open period is written again when there is more: the same point, so
/// that the fuller one takes the place of the other. Not thread-safe.
/// </summary>
/// <param name="length">Of a period, in microseconds.</param>
/// <param name="offset">
/// Nanoseconds within a period's first second at which this process begins to put its points: two processes put theirs at the same
/// nanosecond by chance only.
/// </param>
internal sealed class RollupTable(long length, int offset)
{
    private const int Offsets = 1_000_000_000;

    private readonly Dictionary<(long Start, RollupKey Key), OpenSums> _open = [];
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
        ref var open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (start, RollupKey.Of(exchange)), out _);
        open ??= new OpenSums(_spare.TryPop(out var spare) ? spare : new RollupAccumulator());
        open.Sums.Add(SummaryValue.Of(exchange));
    }

    /// <summary>
    /// Writes the periods that are over, and gives the lines to <paramref name="append"/> in blocks; what it took is taken out, and what it
    /// threw at stays.
    /// </summary>
    /// <param name="before">Microseconds since 1970: periods that end by then.</param>
    /// <param name="others">True to write the others too, as far as there is more in them than was written; these stay.</param>
    /// <param name="measurement">Name of the measurement.</param>
    /// <param name="tags">Tags of the configuration.</param>
    /// <param name="append">Takes lines and how many points they are.</param>
    public void Flush(long before, bool others, ReadOnlySpan<byte> measurement, PointTags tags, Action<LineBuffer, int> append)
    {
        var due = _open.Where(o => o.Value.HasMore && (others || o.Key.Start + length <= before)).ToList();
        // A combination is at most once in a flush; the next flush of a period begun anew must not overwrite it.
        var at = _offset;
        if (due.Count > 0)
            _offset = (_offset + 1) % Offsets;
        var lines = new LineBuffer();
        var first = 0;
        for (var i = 0; i < due.Count; i++)
        {
            var ((start, key), open) = due[i];
            open.Offset ??= at;
            RollupLine.Write(lines, measurement, key, open.Sums, (start * 1_000) + open.Offset.Value, tags);
            if (i + 1 - first < PointWriter.MostPoints && lines.Written.Length < PointWriter.MostBytes && i + 1 < due.Count)
                continue;
            append(lines, i + 1 - first);
            foreach (var (_, written) in due[first..(i + 1)])
                written.Wrote();
            first = i + 1;
            lines.Clear();
        }

        foreach (var (key, open) in _open.Where(o => o.Key.Start + length <= before))
            TakeOut(key, open.Sums);
    }

    /// <summary>Forgets everything; returns how many exchanges were not written.</summary>
    public long Clear()
    {
        var exchanges = _open.Values.Sum(open => open.Unwritten);
        _open.Clear();
        return exchanges;
    }

    private void TakeOut((long Start, RollupKey Key) key, RollupAccumulator sums)
    {
        _open.Remove(key);
        sums.Clear();
        _spare.Push(sums);
    }

    private sealed class OpenSums(RollupAccumulator sums)
    {
        private long _written;

        public RollupAccumulator Sums { get; } = sums;

        /// <summary>Where its point stands; null before it was first written.</summary>
        public int? Offset { get; set; }

        public long Unwritten => Sums.Exchanges - _written;

        public bool HasMore => Unwritten > 0;

        public void Wrote() => _written = Sums.Exchanges;
    }
}
