namespace LlmSentinel.Simulator.Scenarios;

/// <summary>One change of a scheduled number.</summary>
public abstract record ScheduleChange
{
    internal abstract double Apply(double value, TimeSpan time);
}

/// <summary>From <paramref name="At"/> on the value is <paramref name="To"/>.</summary>
public sealed record Step(TimeSpan At, double To) : ScheduleChange
{
    internal override double Apply(double value, TimeSpan time) => time >= At ? To : value;
}

/// <summary>
/// A straight line from <paramref name="From"/> (without it: from the value so far) to <paramref name="To"/> between
/// <paramref name="Start"/> and <paramref name="End"/>; <paramref name="To"/> ever after.
/// </summary>
public sealed record Ramp(double? From, double To, TimeSpan Start, TimeSpan End) : ScheduleChange
{
    internal override double Apply(double value, TimeSpan time)
    {
        var from = From ?? value;
        if (time < Start) return from;
        if (time >= End) return To;
        return from + ((To - from) * ((time - Start) / (End - Start)));
    }
}

/// <summary>The value is <paramref name="To"/> from <paramref name="At"/> for <paramref name="For"/>, then as before.</summary>
public sealed record Spike(TimeSpan At, TimeSpan For, double To) : ScheduleChange
{
    internal override double Apply(double value, TimeSpan time) => time >= At && time < At + For ? To : value;
}
