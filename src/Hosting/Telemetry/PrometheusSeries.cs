using System.Runtime.CompilerServices;
using LlmSentinel.Core.Telemetry;
using Prometheus;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>One instrument as a Prometheus family. Measurements find their child by label values, without allocation.</summary>
internal sealed class PrometheusSeries
{
    private readonly string[] _tags;
    private readonly Counter? _counter;
    private readonly Gauge? _gauge;
    private readonly Histogram? _histogram;
    private readonly Exemplars? _exemplars;
    private readonly bool _total;
    private readonly KnownChildren _known = new();

    /// <summary>Registers the family.</summary>
    /// <param name="factory">Factory of the registry.</param>
    /// <param name="definition">The instrument.</param>
    /// <param name="tags">Its labels, of those it is defined with.</param>
    /// <param name="total">True when measurements are running totals instead of increments.</param>
    /// <param name="time">Clock of how often an exemplar is taken.</param>
    public PrometheusSeries(IMetricFactory factory, InstrumentDefinition definition, IReadOnlyList<string> tags, bool total, TimeProvider time)
    {
        _tags = [.. tags];
        _total = total;
        var name = definition.PrometheusName;
        string[] labels = [.. tags.Select(InstrumentDefinition.ToPrometheusLabel)];
        switch (definition.Kind)
        {
            case InstrumentKind.Counter:
                _counter = factory.CreateCounter(name, definition.Description, labels,
                    new CounterConfiguration { SuppressInitialValue = true, ExemplarBehavior = ExemplarBehavior.NoExemplars() });
                break;
            case InstrumentKind.Gauge:
                _gauge = factory.CreateGauge(name, definition.Description, labels, new GaugeConfiguration { SuppressInitialValue = true });
                break;
            default:
                _histogram = factory.CreateHistogram(name, definition.Description, labels, new HistogramConfiguration
                {
                    Buckets = [.. definition.Buckets!],
                    SuppressInitialValue = true,
                    ExemplarBehavior = ExemplarBehavior.NoExemplars(),
                });
                _exemplars = Exemplars.For(definition, time);
                break;
        }
    }

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (Find(tags))
        {
            case Histogram.Child histogram when _exemplars?.TryTake(histogram, value) is { } exemplar:
                histogram.Observe(value, exemplar);
                break;
            case Histogram.Child histogram:
                histogram.Observe(value);
                break;
            case Gauge.Child gauge:
                gauge.Set(value);
                break;
            case Counter.Child counter when _total:
                counter.IncTo(value);
                break;
            case Counter.Child counter:
                counter.Inc(value);
                break;
        }
    }

    private ChildBase Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_known.Find(tags) is { } known)
            return known;

        var buffer = default(LabelValues);
        var labels = ((Span<string>)buffer)[.._tags.Length];
        Fill(labels, tags);
        ChildBase child = _histogram is not null ? _histogram.WithLabels(labels)
            : _gauge is not null ? _gauge.WithLabels(labels)
            : _counter!.WithLabels(labels);
        _known.Add(tags, child);
        return child;
    }

    // Tags come in the order of the definition, some left out: one pass over both.
    private void Fill(Span<string> labels, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var next = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (next < tags.Length && tags[next].Key == _tags[i])
                labels[i] = Text(tags[next++].Value);
            else
                labels[i] = "";
        }
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    };

    [InlineArray(Capacity)]
    private struct LabelValues
    {
        public const int Capacity = 10;
        private string _first;
    }
}
