using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Pipeline;

/// <summary>
/// Everything seen of one call while it passed, before it is read, priced and recorded. Pooled: the data path fills it, the pipeline
/// reads it on another thread once the call has ended, then <see cref="Release"/> gives it back.
/// </summary>
public abstract class CallObservation
{
    /// <summary>An observation whose copies are paid for from <paramref name="budget"/>.</summary>
    protected CallObservation(CaptureBudget budget)
    {
        RequestCopy = new CaptureBuffer(budget);
        Response = new ResponseReader(budget);
    }

    /// <summary>Exchange id.</summary>
    public Guid Id { get; protected set; }

    /// <summary>When the request's head arrived.</summary>
    public DateTimeOffset StartedAt { get; protected set; }

    /// <summary>HTTP method.</summary>
    public string Method { get; protected set; } = "";

    /// <summary>The caller's <c>traceparent</c> header as it came.</summary>
    public string? TraceParent { get; protected set; }

    /// <summary>The application's own name for itself.</summary>
    public string? AppHeader { get; protected set; }

    /// <summary>The client's credential, kept for hashing only and forgotten by <see cref="Release"/>.</summary>
    public string? Credential { get; protected set; }

    /// <summary>The upstream.</summary>
    public ResolvedUpstream Upstream { get; protected set; } = null!;

    /// <summary>Destination the call went to; null when none was chosen. Without credentials: only host and port are ever read.</summary>
    public Uri? Destination { get; protected set; }

    /// <summary>The wire format and operation of the path.</summary>
    public DialectMatch Match { get; protected set; }

    /// <summary>What was read of the request.</summary>
    public RequestFacts Request { get; } = new();

    /// <summary>Rate at which the call was chosen to be sampled; null when it was not.</summary>
    public double? SampleRate { get; protected set; }

    /// <summary>Bounded copy of the request body, kept where tokens may have to be estimated and of sampled calls.</summary>
    public CaptureBuffer RequestCopy { get; }

    /// <summary>The request's Content-Encoding; null when its body stands as it is.</summary>
    public string? RequestEncoding { get; protected set; }

    /// <summary>Reader of the response.</summary>
    public ResponseReader Response { get; }

    /// <summary>What the response's headers tell.</summary>
    public ProviderHeaders Headers { get; } = new();

    /// <summary>The moments of the call.</summary>
    public CallTimes Times;

    /// <summary>Status the client saw; 0 when it left before one was sent.</summary>
    public int Status { get; protected set; }

    /// <summary>Code of the sentinel's own error answer; null when the answer came from the upstream.</summary>
    public string? SentinelError { get; protected set; }

    /// <summary>How forwarding ended.</summary>
    public ExchangeEnd End { get; protected set; }

    /// <summary>Bytes of the request body.</summary>
    public long RequestBytes { get; protected set; }

    /// <summary>Bytes of the response body.</summary>
    public long ResponseBytes { get; protected set; }

    /// <summary>The upstream's busy time charged to this call; zero for upstreams that are not local.</summary>
    public TimeSpan BusyTime { get; protected set; }

    /// <summary>True when reading the call threw: what was read of its bodies is not to be trusted.</summary>
    public bool ObserverFailed { get; protected set; }

    /// <summary>How the call ended, once the pipeline has judged it.</summary>
    public ExchangeVerdict Verdict { get; internal set; }

    /// <summary>
    /// The call has ended: what nobody will read of it goes back now, not when it is recorded. Of most streams that is all: they told their
    /// usage, and no text of theirs is wanted.
    /// </summary>
    protected void ReleaseUnread()
    {
        var facts = Response.Facts;
        if (!Response.TryCompleteStream() || SampleRate is not null || !facts.Terminal || !facts.HasUsage || facts.State.OutputIsPlaceholder)
            return;
        RequestCopy.Reset();
        facts.Text.Reset();
    }

    /// <summary>Gives all memory back. The observation must not be touched afterwards.</summary>
    public abstract void Release();
}
