namespace LlmSentinel.Simulator.Scenarios;

/// <summary>
/// A number over time: a value, then changes in the order they are written, each acting on what the ones before it left.
/// Time is scenario time, from the start of the simulator.
/// </summary>
public sealed class Schedule
{
    private readonly double _value;
    private readonly ScheduleChange[] _changes;

    /// <summary>A value with changes; without changes it is the same for ever.</summary>
    public Schedule(double value, params ScheduleChange[] changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        _value = value;
        _changes = changes;
    }

    /// <summary>The value at a time.</summary>
    public double At(TimeSpan time)
    {
        var value = _value;
        foreach (var change in _changes) value = change.Apply(value, time);
        return value;
    }

    internal bool IsAlways(double value) => _changes.Length == 0 && _value == value;

    /// <summary>A steady value.</summary>
    public static implicit operator Schedule(double value) => FromDouble(value);

    /// <summary>A steady value.</summary>
    public static Schedule FromDouble(double value) => new(value);
}
