using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// The moments of one stream. All values are ticks of the clock the reads were stamped with; every event of one read has the
/// read's time, so the gap between two of them is 0. Moments are 0 until they come. About 2 KB: pass it by reference.
/// </summary>
public struct StreamClock
{
    private GapHistogram _gaps;

    /// <summary>First complete event; null when there was none.</summary>
    public long? FirstEvent { get; private set; }

    /// <summary>First event that carries generated output of any kind.</summary>
    public long? FirstOutput { get; private set; }

    /// <summary>First event that carries visible answer.</summary>
    public long? FirstAnswer { get; private set; }

    /// <summary>Last event that carries generated output.</summary>
    public long? LastOutput { get; private set; }

    /// <summary>Events that carry generated output.</summary>
    public int OutputChunks { get; private set; }

    /// <summary>Longest gap between two output-bearing events; null for fewer than two.</summary>
    public readonly long? GapMax => OutputChunks < 2 ? null : _gapMax;

    private long _gapMax;

    /// <summary>Mean gap between output-bearing events; null for fewer than two.</summary>
    public readonly long? GapMean => OutputChunks < 2 ? null : (LastOutput - FirstOutput) / (OutputChunks - 1);

    /// <summary>95th percentile of these gaps (nearest rank), off by at most 3.2 %; null for fewer than two events.</summary>
    public readonly long? GapP95 => OutputChunks < 2 ? null : Math.Min(_gapMax, _gaps.Quantile(0.95, OutputChunks - 1, _gapMax));

    /// <summary>Forgets everything. A call without a stream leaves the gaps, nearly all of the 2 KB, untouched.</summary>
    internal void Reset()
    {
        if (OutputChunks > 1)
            _gaps = default;
        FirstEvent = FirstOutput = FirstAnswer = LastOutput = null;
        OutputChunks = 0;
        _gapMax = 0;
    }

    internal void Mark(EventClass what, long timestamp) => Mark(what, timestamp, 1);

    /// <summary>So many events of one read are all the same.</summary>
    internal void Mark(EventClass what, long timestamp, int count)
    {
        if (count == 0)
            return;
        FirstEvent ??= timestamp;
        if ((what & EventClass.Answer) != 0)
            FirstAnswer ??= timestamp;
        if ((what & (EventClass.Output | EventClass.Answer)) == 0)
            return;

        var simultaneous = count - 1;
        if (LastOutput is { } last)
        {
            var gap = Math.Max(0, timestamp - last);
            _gaps.Add(gap, 1);
            _gapMax = Math.Max(_gapMax, gap);
        }
        else
        {
            FirstOutput = timestamp;
        }

        if (simultaneous > 0)
            _gaps.Add(0, simultaneous);
        LastOutput = timestamp;
        OutputChunks += count;
    }
}
