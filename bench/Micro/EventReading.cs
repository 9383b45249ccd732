using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Wire;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>Reading the events of a stream, usage included, once they are framed; per event. The text is collected, as by default.</summary>
public class EventReading
{
    private readonly ResponseFacts _facts = new();
    private SampleEvent[] _events = [];
    private IDialect _reader = null!;

    /// <summary>The dialects.</summary>
    public static IEnumerable<string> Dialects => DialectSample.Names;

    /// <summary>The stream's dialect.</summary>
    [ParamsSource(nameof(Dialects))]
    public string Dialect { get; set; } = "";

    /// <summary>Makes the stream.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _events = DialectSample.Of(Dialect).Events;
        _reader = DialectDetector.ByName(Dialect)!;
        Read();
        Check.That(_facts is { HasUsage: true, Terminal: true, Malformed: false }, "the stream's usage and end are read");
    }

    /// <summary>The events of one stream.</summary>
    [Benchmark(OperationsPerInvoke = DialectSample.EventCount)]
    public bool Read()
    {
        _facts.Reset();
        _facts.Text.Wanted = true;
        foreach (var e in _events)
            _reader.ReadEvent(new WireEvent(e.Name, e.Data), _facts);
        return _facts.HasUsage;
    }
}
