using System.Runtime.CompilerServices;
using LlmSentinel.Core.Telemetry;
using Prometheus;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>One instrument as a Prometheus family. Measurements find their child by label values, without allocation.</summary>
internal sealed class PrometheusSeries
{
    private const int RecentPlaces = 256;
    private readonly string[] _tags;
    private readonly Counter? _counter;
    private readonly Gauge? _gauge;
    private readonly Histogram? _histogram;
    private readonly bool _total;
    private readonly Recent?[] _recent = new Recent?[RecentPlaces];

    /// <summary>Registers the family.</summary>
    /// <param name="factory">Factory of the registry.</param>
    /// <param name="definition">The instrument.</param>
    /// <param name="tags">Its labels, of those it is defined with.</param>
    /// <param name="total">True when measurements are running totals instead of increments.</param>
    public PrometheusSeries(IMetricFactory factory, InstrumentDefinition definition, IReadOnlyList<string> tags, bool total)
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
                break;
        }
    }

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (Find(tags))
        {
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

    // prometheus-net hashes and compares the text of every label value: about 190 ns. The values are nearly always the very same
    // objects as last time, so comparing references finds the child in a fifth of that; anything else takes the long way.
    private ChildBase Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (var tag in tags)
            hash = (hash * 31) + RuntimeHelpers.GetHashCode(tag.Value);
        ref var place = ref _recent[(hash ^ (hash >> 8)) & (RecentPlaces - 1)];
        var known = place;
        if (known is not null && known.Matches(tags))
            return known.Child;

        var buffer = default(LabelValues);
        var labels = ((Span<string>)buffer)[.._tags.Length];
        Fill(labels, tags);
        ChildBase child = _histogram is not null ? _histogram.WithLabels(labels)
            : _gauge is not null ? _gauge.WithLabels(labels)
            : _counter!.WithLabels(labels);
        place = new Recent(tags, child);
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

    /// <summary>A child and the very tags that led to it; never changed once made, so that any thread may read it.</summary>
    private sealed class Recent(ReadOnlySpan<KeyValuePair<string, object?>> tags, ChildBase child)
    {
        private readonly KeyValuePair<string, object?>[] _tags = tags.ToArray();

        public ChildBase Child => child;

        public bool Matches(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length != _tags.Length)
                return false;
            for (var i = 0; i < tags.Length; i++)
            {
                if (!ReferenceEquals(tags[i].Value, _tags[i].Value) || !ReferenceEquals(tags[i].Key, _tags[i].Key))
                    return false;
            }

            return true;
        }
    }
}
