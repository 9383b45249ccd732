namespace LlmSentinel.Core.Capture;

/// <summary>
/// The bytes all copies of bodies may take together. Lock-free; shared by every exchange of the process.
/// A copy that finds no room is given up and its exchange is recorded without what the body would tell.
/// </summary>
/// <param name="limit">Bytes; may be changed while copies exist, which then shrink as their exchanges end.</param>
public sealed class CaptureBudget(long limit)
{
    private long _limit = limit;
    private long _used;
    private long _highWater;
    private long _refused;

    /// <summary>Most bytes that may be reserved together.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Bytes reserved now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Most bytes ever reserved together.</summary>
    public long HighWater => Volatile.Read(ref _highWater);

    /// <summary>How often a reservation was refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Reserves room, or reserves nothing and returns false.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="sheddable">True for copies that are given up first: they find room in the first half only.</param>
    public bool TryReserve(int bytes, bool sheddable = false)
    {
        var used = Volatile.Read(ref _used);
        while (true)
        {
            var next = used + bytes;
            if (next > (sheddable ? Limit / 2 : Limit))
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _used, next, used);
            if (seen == used)
            {
                RaiseHighWater(next);
                return true;
            }

            used = seen;
        }
    }

    /// <summary>Gives back what was reserved.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);

    private void RaiseHighWater(long used)
    {
        var high = Volatile.Read(ref _highWater);
        while (used > high)
        {
            var seen = Interlocked.CompareExchange(ref _highWater, used, high);
            if (seen == high)
                return;
            high = seen;
        }
    }
}
