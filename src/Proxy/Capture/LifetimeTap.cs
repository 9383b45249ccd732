using Microsoft.AspNetCore.Http.Features;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Stands in for an HTTP/1.1 call's lifetime. YARP aborts the client's connection when the upstream breaks off, and Kestrel then throws
/// away what it has not sent yet; a direct client would have had those bytes. So the abort is only noted here, and the call is ended
/// by an exception instead: Kestrel sends what it holds, leaves out the end mark and closes.
/// </summary>
internal sealed class LifetimeTap : IHttpRequestLifetimeFeature
{
    private IHttpRequestLifetimeFeature? _inner;

    public bool AbortRequested { get; private set; }

    public CancellationToken RequestAborted
    {
        get => _inner!.RequestAborted;
        set => _inner!.RequestAborted = value;
    }

    public void Attach(IHttpRequestLifetimeFeature inner)
    {
        _inner = inner;
        AbortRequested = false;
    }

    public IHttpRequestLifetimeFeature? Detach()
    {
        var inner = _inner;
        _inner = null;
        AbortRequested = false;
        return inner;
    }

    public void Abort() => AbortRequested = true;
}
