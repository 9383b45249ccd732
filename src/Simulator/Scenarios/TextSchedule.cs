namespace LlmSentinel.Simulator.Scenarios;

/// <summary>A word over time: a first value (null: what the simulator would say by itself), then steps in order of time.</summary>
public sealed class TextSchedule
{
    private readonly string? _value;
    private readonly (TimeSpan At, string To)[] _steps;

    /// <summary>A value with steps.</summary>
    public TextSchedule(string? value, params (TimeSpan At, string To)[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _value = value;
        _steps = [.. steps.OrderBy(s => s.At)];
    }

    /// <summary>The word at a time; null before the first step when there is no first value.</summary>
    public string? At(TimeSpan time)
    {
        var value = _value;
        foreach (var (at, to) in _steps)
            if (time >= at) value = to;
        return value;
    }
}
