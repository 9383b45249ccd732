namespace LlmSentinel.Sentinel.Exporting.Progress;

/// <summary>How far an export or import is. Written by who does the work, read by who shows it.</summary>
internal sealed class TransferCount(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private long _rows;
    private double _fraction;

    /// <summary>Rows done.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>How much is done, 0 to 1.</summary>
    public double Fraction => Volatile.Read(ref _fraction);

    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>Rows a second since the beginning.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Rows / Elapsed.TotalSeconds : 0;

    /// <summary>How much longer it takes at this rate; null while nothing can be said.</summary>
    public TimeSpan? Left => Fraction is > 0.001 and <= 1 and var done ? Elapsed * ((1 - done) / done) : null;

    public void Add(long rows, double fraction)
    {
        Interlocked.Add(ref _rows, rows);
        Volatile.Write(ref _fraction, double.Clamp(fraction, 0, 1));
    }
}
