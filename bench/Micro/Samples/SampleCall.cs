using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>A chat call as the pipeline gets it once it has ended well.</summary>
internal sealed class SampleCall : CallObservation
{
    private const long Millisecond = 1_000_000;

    public SampleCall(bool streamed, int promptBytes = 1024)
        : base(new CaptureBudget(64 * 1024 * 1024))
    {
        var sample = DialectSample.Of(DialectNames.OpenAIChat);
        Id = new Guid("01985f00-0000-7000-8000-000000000001");
        StartedAt = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        Method = "POST";
        Credential = "Bearer sk-sample-000000000000000000000000000000000000000000000000";
        Upstream = ResolvedUpstream.Create("openai", new UpstreamOptions());
        Destination = new Uri("https://api.openai.com");
        Match = DialectDetector.Detect("POST", "/v1/chat/completions", null);
        Request.Model = RequestSample.Model;
        Request.Stream = streamed;
        Status = 200;
        End = ExchangeEnd.Complete;
        RequestCopy.Append(RequestSample.Chat(promptBytes), Millisecond);
        RequestBytes = RequestCopy.TotalBytes;
        ResponseBytes = streamed ? sample.Frames.Sum(frame => frame.Length) : sample.Body.Length;
        Times = new CallTimes
        {
            Received = Millisecond,
            Sent = 2 * Millisecond,
            HeadArrived = 300 * Millisecond,
            BodyArrived = 310 * Millisecond,
            BodyForwarded = 311 * Millisecond,
            Ended = 3000 * Millisecond,
        };
        Headers.Header("x-request-id", "req_1");
        Headers.Header("openai-processing-ms", "290");
        Headers.Header("x-ratelimit-limit-tokens", "30000");
        Headers.Header("x-ratelimit-remaining-tokens", "28800");
        Read(streamed, sample);
        Verdict = CallVerdict.Of(this);
        Usage = UsageRules.Record(Response.Facts, Verdict.Complete);
        Check.That(Verdict.Outcome == ExchangeOutcome.Ok && Usage.Source == UsageSource.Reported, "the call ended well and told its usage");
    }

    /// <summary>The usage the answer told.</summary>
    public TokenUsage Usage { get; }

    public override void Release()
    {
    }

    private void Read(bool streamed, DialectSample sample)
    {
        Response.Facts.Text.Wanted = Response.Facts.Text.KeepsKinds = true;
        var type = streamed ? sample.ContentType : "application/json";
        Response.Begin(Match.Dialect, new ResponseHead(200, type, null, null), 256 * 1024);
        var now = 310 * Millisecond;
        foreach (var read in streamed ? sample.Frames : [sample.Body])
            Response.Read(read, now += 20 * Millisecond);
        Response.Complete();
    }
}
