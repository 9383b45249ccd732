using System.Diagnostics.Metrics;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Core.Tests.Telemetry;

/// <summary>Metrics of one test and everything recorded in them.</summary>
internal sealed class Measured : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, string Tags)> _all = [];

    public Measured(bool labelApps = false)
    {
        Metrics = new SentinelMetrics(_services.GetRequiredService<IMeterFactory>(), labelApps);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Metrics.Meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => _all.Add((i.Name, value, Text(tags))));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => _all.Add((i.Name, value, Text(tags))));
        _listener.Start();
    }

    public SentinelMetrics Metrics { get; }

    /// <summary>"value {tag=value, ...}" of an instrument, in the order recorded.</summary>
    public IReadOnlyList<string> this[string name] =>
        [.. _all.Where(m => m.Name == name).Select(m => FormattableString.Invariant($"{m.Value} {m.Tags}"))];

    public IReadOnlyList<string> Names => [.. _all.Select(m => m.Name).Distinct()];

    /// <summary>Reads the gauges and totals as well.</summary>
    public Measured Look()
    {
        _listener.RecordObservableInstruments();
        return this;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new List<string>();
        foreach (var (key, value) in tags)
            parts.Add(FormattableString.Invariant($"{key}={value}"));
        return "{" + string.Join(", ", parts) + "}";
    }
}
