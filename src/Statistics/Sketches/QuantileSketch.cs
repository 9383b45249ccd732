namespace LlmSentinel.Statistics.Sketches;

/// <summary>
/// Quantiles of any number of values from 0 up, each within 1 % of the true one, in bounded memory; sketches of parts merge to exactly
/// the sketch of the whole. Counts values in ranges of equal relative width (DDSketch: Masson, Rim and Lee 2019, "DDSketch: a fast and
/// fully-mergeable quantile sketch with relative-error guarantees", PVLDB 12(12)). Not thread-safe.
/// </summary>
/// <remarks>
/// At most <see cref="MaxBuckets"/> ranges are kept, which span a factor of 10^17. Values further below the largest one count as the
/// smallest range kept: only quantiles down there lose their bound, and they come out too high.
/// </remarks>
public sealed class QuantileSketch
{
    /// <summary>Ranges kept at most: 16 KB.</summary>
    public const int MaxBuckets = 2048;

    /// <summary>How far an estimate is from its value at most, in parts of the value.</summary>
    public const double RelativeError = 0.01;

    // Range i holds (gamma^(i-1), gamma^i]. The bound is (gamma - 1) / (gamma + 1) = 0.0099: what rounding adds fits below 0.01.
    private const double Gamma = 1.02;
    private const int FirstCapacity = 16;
    private static readonly double BucketsPerE = 1 / Math.Log(Gamma);

    private long[] _counts = [];
    private int _origin;
    private int _low;
    private int _high = -1;

    /// <summary>Values in the sketch.</summary>
    public long Count { get; private set; }

    /// <summary>Values that are 0.</summary>
    internal long Zeros { get; private set; }

    /// <summary>The lowest range with values; above <see cref="High"/> when there is none.</summary>
    internal int Low => _origin + _low;

    /// <summary>The highest range with values.</summary>
    internal int High => _origin + _high;

    /// <summary>Adds a value, <paramref name="weight"/> times. Throws <see cref="ArgumentOutOfRangeException"/> for a value that is negative, infinite or no number, and for a weight below 1.</summary>
    public void Add(double value, long weight = 1)
    {
        if (!(value >= 0 && value <= double.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A sketch holds finite values from 0 up.");
        ArgumentOutOfRangeException.ThrowIfLessThan(weight, 1);
        if (value == 0)
            AddZeros(weight);
        else
            AddTo((int)Math.Ceiling(Math.Log(value) * BucketsPerE), weight);
    }

    /// <summary>Adds all values of the other one.</summary>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Zeros > 0)
            AddZeros(other.Zeros);
        for (var bucket = other.Low; bucket <= other.High; bucket++)
        {
            if (other.CountOf(bucket) is > 0 and var count)
                AddTo(bucket, count);
        }
    }

    /// <summary>
    /// The quantile by linear interpolation between the two nearest values (type 7 of Hyndman and Fan 1996), each of them within
    /// <see cref="RelativeError"/>; null of nothing. Throws <see cref="ArgumentOutOfRangeException"/> unless 0 &lt;= q &lt;= 1.
    /// </summary>
    public double? Quantile(double q)
    {
        if (!(q is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is between 0 and 1.");
        if (Count == 0)
            return null;

        var position = q * (Count - 1);
        var rank = (long)position;
        var (low, last) = At(rank);
        if (rank == position || last > rank)
            return low;
        return low + ((At(rank + 1).Value - low) * (position - rank));
    }

    /// <summary>Makes it empty; what it allocated stays for the values to come.</summary>
    public void Clear()
    {
        if (_low <= _high)
            Array.Clear(_counts, _low, _high - _low + 1);
        (Count, Zeros, _low, _high) = (0, 0, 0, -1);
    }

    /// <summary>The sketch in a few bytes: see <see cref="SketchFormat"/>.</summary>
    public byte[] ToArray() => SketchFormat.Write(this);

    /// <summary>Adds all values of a sketch that <see cref="ToArray"/> wrote. Throws <see cref="FormatException"/> for other bytes; some of their values may then be added.</summary>
    public void Merge(ReadOnlySpan<byte> written) => SketchFormat.AddTo(this, written);

    internal long CountOf(int bucket) => _counts[bucket - _origin];

    internal void AddZeros(long count) => (Zeros, Count) = (Zeros + count, Count + count);

    internal void AddTo(int bucket, long count)
    {
        Count += count;
        var index = bucket - _origin;
        if (index < _low || index > _high)
            index = MakeRoom(bucket);
        _counts[index] += count;
    }

    /// <summary>Extends what is in use to the range, if need be giving up the lowest ones; returns where it stands.</summary>
    private int MakeRoom(int bucket)
    {
        if (_low > _high)
        {
            if (_counts.Length == 0)
                _counts = new long[FirstCapacity];
            _origin = bucket - (_counts.Length / 2);
            return _low = _high = _counts.Length / 2;
        }

        // A written sketch is read upwards: mostly there is room above.
        var index = bucket - _origin;
        if (index > _high && index < _counts.Length && index - _low < MaxBuckets)
            return _high = index;

        var high = Math.Max(bucket, High);
        var low = (int)Math.Max(Math.Min(bucket, Low), (long)high - MaxBuckets + 1);
        CollapseBelow(low);
        if (low < _origin || high >= _origin + _counts.Length)
            Move(low, high);
        _low = low - _origin;
        _high = high - _origin;
        return Math.Max(bucket, low) - _origin;
    }

    // What stands below the lowest range to be kept goes into it.
    private void CollapseBelow(int low)
    {
        if (Low >= low)
            return;
        var collapsed = 0L;
        var end = Math.Min(low - _origin, _high + 1);
        for (var i = _low; i < end; i++)
            (collapsed, _counts[i]) = (collapsed + _counts[i], 0);
        if (end > _high)
        {
            // Nothing else is left: the lowest range starts anew, wherever there is room.
            _origin = low;
            (_low, _high) = (0, 0);
        }
        else
        {
            _low = end;
        }

        _counts[_low] += collapsed;
    }

    private void Move(int low, int high)
    {
        var needed = high - low + 1;
        var counts = needed <= _counts.Length ? _counts : new long[Math.Min(MaxBuckets, Math.Max(needed, _counts.Length * 2))];
        var used = _counts.AsSpan(_low, _high - _low + 1);
        var spare = counts.Length - needed;
        var origin = low - (high > High ? spare / 4 : spare - (spare / 4));
        var target = counts.AsSpan(_origin + _low - origin, used.Length);
        used.CopyTo(target);
        if (counts == _counts)
        {
            counts.AsSpan(0, _origin + _low - origin).Clear();
            counts.AsSpan(_origin + _low - origin + used.Length).Clear();
        }

        (_counts, _origin) = (counts, origin);
    }

    /// <summary>The estimate of the value at a rank, and the last rank with the same one.</summary>
    private (double Value, long Last) At(long rank)
    {
        var seen = Zeros;
        if (rank < seen)
            return (0, seen - 1);
        for (var i = _low; i <= _high; i++)
        {
            seen += _counts[i];
            if (rank < seen)
                return (Estimate(_origin + i), seen - 1);
        }

        throw new InvalidOperationException("The sketch holds fewer values than it counted.");
    }

    // The value whose distance from both ends of the range is the same part of them.
    private static double Estimate(int bucket) => Math.Min(double.MaxValue, Math.Pow(Gamma, bucket) * (2 / (Gamma + 1)));
}
