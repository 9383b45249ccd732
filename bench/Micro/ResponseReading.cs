using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>All the observer does with a response's bytes: framing, clocks, reading, the copy of a plain answer.</summary>
public class ResponseReading
{
    private const int CaptureLimit = 256 * 1024;

    private readonly ResponseReader _reader = new(new CaptureBudget(64 * 1024 * 1024));
    private DialectSample _sample = null!;
    private byte[][] _tens = [];
    private IDialect _dialect = null!;
    private ResponseHead _streamHead;
    private ResponseHead _bodyHead;

    /// <summary>The dialects.</summary>
    public static IEnumerable<string> Dialects => DialectSample.Names;

    /// <summary>The response's dialect.</summary>
    [ParamsSource(nameof(Dialects))]
    public string Dialect { get; set; } = "";

    /// <summary>Makes both responses.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _sample = DialectSample.Of(Dialect);
        _tens = Reads.Cut(_sample.Frames, ReadSize.TenEvents);
        _dialect = DialectDetector.ByName(Dialect)!;
        _streamHead = new ResponseHead(200, _sample.ContentType, null, null);
        _bodyHead = new ResponseHead(200, "application/json", null, _sample.Body.Length);
        Check.That(Stream() == DialectSample.EventCount, "every event is read");
        Check.That(StreamOfTens() == DialectSample.EventCount, "every event of ten a read is read");
        Check.That(Plain(), "the answer's usage is read");
    }

    /// <summary>A stream, one event a read; per event.</summary>
    [Benchmark(OperationsPerInvoke = DialectSample.EventCount)]
    public int Stream() => Read(_sample.Frames);

    /// <summary>A stream, ten events a read; per event.</summary>
    [Benchmark(OperationsPerInvoke = DialectSample.EventCount)]
    public int StreamOfTens() => Read(_tens);

    /// <summary>A plain answer of about 1 KB.</summary>
    [Benchmark]
    public bool Plain()
    {
        _reader.Facts.Text.Wanted = true;
        _reader.Begin(_dialect, _bodyHead, CaptureLimit);
        _reader.Read(_sample.Body, 1);
        _reader.Complete();
        var found = _reader.Facts.HasUsage;
        _reader.Reset();
        return found;
    }

    private int Read(byte[][] reads)
    {
        _reader.Facts.Text.Wanted = true;
        _reader.Begin(_dialect, _streamHead, CaptureLimit);
        long timestamp = 1;
        foreach (var read in reads)
            _reader.Read(read, timestamp += 1_000_000);
        _reader.Complete();
        var events = _reader.Facts.HasUsage ? _reader.Events : 0;
        _reader.Reset();
        return events;
    }
}
