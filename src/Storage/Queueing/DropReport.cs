namespace LlmSentinel.Storage.Queueing;

/// <summary>When drops are told: the first at once, then once a minute at most, so that a flood of them is no flood of messages.</summary>
internal sealed class DropReport(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _reportedAt = time.GetTimestamp();
    private long _reported;

    /// <summary>True when it is time to tell; then how many there are since the last time.</summary>
    public bool IsDue(long total, out long since)
    {
        since = total - _reported;
        if (since == 0 || (_reported > 0 && time.GetElapsedTime(_reportedAt) < Interval))
            return false;
        _reported = total;
        _reportedAt = time.GetTimestamp();
        return true;
    }
}
