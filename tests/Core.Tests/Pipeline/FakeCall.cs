using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Pipeline;

/// <summary>A chat call that ended well.</summary>
internal sealed class FakeCall : CallObservation
{
    private readonly Action _released;

    public FakeCall(double? sampleRate, Action? released = null)
        : base(new CaptureBudget(1024 * 1024))
    {
        _released = released ?? (() => { });
        Id = Guid.NewGuid();
        Upstream = ResolvedUpstream.Create("openai", new UpstreamOptions());
        Match = DialectDetector.Detect("POST", "/v1/chat/completions", null);
        SampleRate = sampleRate;
        Status = 200;
        End = ExchangeEnd.Complete;
    }

    public override void Release() => _released();
}
