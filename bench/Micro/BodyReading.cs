using System.Buffers;
using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Wire;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>Reading a plain answer of about 1 KB, usage included; per answer.</summary>
public class BodyReading
{
    private readonly ResponseFacts _facts = new();
    private ReadOnlySequence<byte> _body;
    private IDialect _reader = null!;

    /// <summary>The dialects.</summary>
    public static IEnumerable<string> Dialects => DialectSample.Names;

    /// <summary>The answer's dialect.</summary>
    [ParamsSource(nameof(Dialects))]
    public string Dialect { get; set; } = "";

    /// <summary>Makes the answer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _body = new ReadOnlySequence<byte>(DialectSample.Of(Dialect).Body);
        _reader = DialectDetector.ByName(Dialect)!;
        Read();
        Check.That(_facts is { HasUsage: true, Terminal: true, Malformed: false }, "the answer's usage is read");
    }

    /// <summary>One answer.</summary>
    [Benchmark]
    public bool Read()
    {
        _facts.Reset();
        _facts.Text.Wanted = true;
        _reader.ReadBody(_body, _facts);
        return _facts.HasUsage;
    }
}
