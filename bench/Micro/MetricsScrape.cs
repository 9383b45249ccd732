using System.Globalization;
using BenchmarkDotNet.Attributes;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>One answer of the metrics endpoint; per scrape.</summary>
public class MetricsScrape
{
    private SampleMetrics _metrics = null!;

    /// <summary>Models seen, each with an upstream's full set of series.</summary>
    [Params(1, 50)]
    public int Models { get; set; }

    /// <summary>Fills the registry.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _metrics = new SampleMetrics();
        var call = new SampleCall(streamed: true);
        var exchange = Builders.Create().Build(call, call.Usage);
        for (var i = 0; i < Models; i++)
        {
            var model = "model-" + i.ToString(CultureInfo.InvariantCulture);
            _metrics.Sink.Record(exchange with { RequestModel = model, ResponseModel = model });
        }

        using var text = new MemoryStream();
        await _metrics.Bridge.WriteAsync(text, CancellationToken.None);
        Check.That(text.Length > Models * 1000, "every model's series are written");
    }

    /// <summary>Ends listening.</summary>
    [GlobalCleanup]
    public void Cleanup() => _metrics.Dispose();

    /// <summary>One scrape.</summary>
    [Benchmark]
    public Task Scrape() => _metrics.Bridge.WriteAsync(Stream.Null, CancellationToken.None);
}
