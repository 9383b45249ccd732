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

    public FakeCall(double? sampleRate, Action? released = null, CaptureBudget? budget = null)
        : base(budget ?? new CaptureBudget(1024 * 1024))
    {
        _released = released ?? (() => { });
        Id = Guid.NewGuid();
        Upstream = ResolvedUpstream.Create("openai", new UpstreamOptions());
        Match = DialectDetector.Detect("POST", "/v1/chat/completions", null);
        SampleRate = sampleRate;
        Status = 200;
        End = ExchangeEnd.Complete;
    }

    /// <summary>What the data path does when the call has ended.</summary>
    public void Finish() => ReleaseUnread();

    public override void Release() => _released();
}
