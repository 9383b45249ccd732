namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary>Something that is due at times.</summary>
internal interface IDue
{
    /// <summary>The next one in the same slot; belongs to the wheel.</summary>
    IDue? NextDue { get; set; }

    /// <summary>When it is due, in nanoseconds.</summary>
    long DueAt { get; }

    /// <summary>It is time.</summary>
    void Due();
}

/// <summary>Thousands of timers for the price of one: slots of a millisecond, looked at once a millisecond.</summary>
internal sealed class TimerWheel(long now)
{
    /// <summary>Length of a slot, in nanoseconds.</summary>
    public const long Slot = 1_000_000;

    private readonly IDue?[] _slots = new IDue?[8192];
    private long _at = now / Slot;

    /// <summary>Timers that are set.</summary>
    public int Count { get; private set; }

    /// <summary>Sets a timer, at most eight seconds ahead.</summary>
    public void Add(IDue due)
    {
        // Rounded up: never early; never in the slot that was just looked at.
        var slot = Math.Max(_at + 1, (due.DueAt + Slot - 1) / Slot);
        ref var head = ref _slots[slot % _slots.Length];
        due.NextDue = head;
        head = due;
        Count++;
    }

    /// <summary>Calls all that are due.</summary>
    public void Advance(long now)
    {
        var until = now / Slot;
        // A wheel that stood still need not be turned through.
        if (Count == 0)
            _at = until;
        while (_at < until)
        {
            _at++;
            ref var head = ref _slots[_at % _slots.Length];
            var due = head;
            head = null;
            while (due is not null)
            {
                var next = due.NextDue;
                due.NextDue = null;
                Count--;
                due.Due();
                due = next;
            }
        }
    }
}
