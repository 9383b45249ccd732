using BenchmarkDotNet.Attributes;
using LlmSentinel.Bench.Micro.Samples;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Bench.Micro;

/// <summary>The text of a sampled call: prompt and answer out of their copies, credentials replaced; per sampled call.</summary>
public class SampleReading
{
    private readonly SamplingOptions _options = new() { Rate = 1 };
    private SampleCall _call = null!;
    private Exchange _exchange = null!;

    /// <summary>Length of the prompt in bytes.</summary>
    [Params(1024, 32 * 1024)]
    public int Prompt { get; set; }

    /// <summary>Makes the call.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _call = new SampleCall(streamed: true, Prompt);
        _exchange = Builders.Create().Build(_call, _call.Usage);
        var sample = Build();
        Check.That(sample.Prompt.Messages.Sum(message => message.Text.Length) >= Prompt / 2 && sample.Answer.Text.Length > 100, "prompt and answer are kept");
    }

    /// <summary>One sample.</summary>
    [Benchmark]
    public ExchangeSample Build() => SampleBuilder.Build(_call, _exchange, _options);
}
