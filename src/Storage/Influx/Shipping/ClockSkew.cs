namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// The server's clock less ours. A server refuses points outside what it keeps, and shows points of the future nowhere: a wrong clock is
/// worth a word.
/// </summary>
internal sealed class ClockSkew
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);
    private const long Unknown = long.MinValue;

    private long _ticks = Unknown;
    private bool _told;

    /// <summary>How far the server's clock is ahead; to the second, as servers tell it. Null before it has told.</summary>
    public TimeSpan? Ahead => Interlocked.Read(ref _ticks) is var ticks && ticks == Unknown ? null : TimeSpan.FromTicks(ticks);

    /// <summary>Takes a measurement over; true when it is time to say that the clocks differ.</summary>
    public bool IsNewlySkewed(TimeSpan ahead)
    {
        Interlocked.Exchange(ref _ticks, ahead.Ticks);
        var skewed = ahead.Duration() > Tolerated;
        var tell = skewed && !_told;
        // Half of it, lest it is told again and again at the border.
        if (skewed || ahead.Duration() < Tolerated / 2)
            _told = skewed;
        return tell;
    }
}
