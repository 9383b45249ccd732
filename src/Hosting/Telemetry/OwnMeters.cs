using System.Diagnostics.Metrics;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>Makes meters that nothing but their own listeners configures.</summary>
internal sealed class OwnMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
