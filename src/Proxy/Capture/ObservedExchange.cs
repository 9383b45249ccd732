using System.Buffers;
using System.Diagnostics;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Usage;
using LlmSentinel.Core.Wire;
using LlmSentinel.Proxy.Forwarding;
using LlmSentinel.Proxy.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// One call on its way: the taps on its bodies, its deadline, and what they see. Pooled, so that a call allocates next to nothing.
/// Whatever goes wrong in looking is counted and never reaches the call.
/// </summary>
internal sealed class ObservedExchange : CallObservation
{
    private readonly ExchangePool _pool;
    private readonly RequestTap _requestTap;
    private readonly ResponseTap _responseTap;
    private readonly LifetimeTap _lifetimeTap = new();
    private readonly RequestObserver _request;
    private bool _responseBegun;
    private bool _attachedAll;
    private bool _cut;
    private int _captureLimit;
    private long _busyToken;

    public ObservedExchange(ExchangePool pool, CaptureBudget budget)
        : base(budget)
    {
        _pool = pool;
        _request = new RequestObserver(Request, RequestCopy);
        _requestTap = new RequestTap(this);
        _responseTap = new ResponseTap(this);
        Transformer = new TransparentTransformer(this);
    }

    public UpstreamRoute Route { get; private set; } = null!;

    public string PathAndQuery { get; private set; } = "";

    public TransparentTransformer Transformer { get; }

    public Deadline Deadline { get; } = new();

    /// <summary>The request body when it was taken whole from the server; null when it passes as it comes.</summary>
    public HeldBody? Held { get; private set; }

    /// <summary>True when the request body asks for usage on the sentinel's behalf.</summary>
    public bool Asked { get; private set; }

    /// <summary>Takes out of the answer what the sentinel asked for; null for nearly every call.</summary>
    public StrippedResponse? Stripper { get; private set; }

    /// <summary>True when the request body is JSON without a content encoding.</summary>
    public bool RequestIsReadable => _request.IsReadable;

    public bool IsUpgrade { get; private set; }

    /// <summary>True once the whole response was relayed.</summary>
    public bool ResponseComplete { get; private set; }

    public RequestTap RequestTap => _requestTap;

    public ResponseTap ResponseTap => _responseTap;

    /// <summary>Takes the call over: its identity, its deadline, its observer.</summary>
    public void Begin(HttpContext context, RouteMatch route, DialectMatch match, SentinelOptions options, long received, DateTimeOffset startedAt)
    {
        Route = route.Upstream;
        Upstream = route.Upstream.Upstream;
        PathAndQuery = route.PathAndQuery;
        Match = match;
        Id = _pool.Ids.Next(startedAt);
        StartedAt = startedAt;
        Times = new CallTimes { Received = received };

        var request = context.Request;
        Method = request.Method;
        TraceParent = request.Headers.TraceParent;
        Request.Reset();
        Request.Model = match.Model;
        Response.Facts.Billable = match.Billable;
        var rate = Upstream.Options.SampleRate ?? options.Sampling.Rate;
        var sampled = _pool.Samples && SampleDecision.Takes(Id, rate) && match.GeneratesText;
        SampleRate = sampled ? rate : null;
        RequestEncoding = _request.Begin(request, match.Dialect, options.Capture, sampled);
        _captureLimit = options.Capture.ExchangeLimitBytes;
        Response.Facts.Text.Wanted = options.Capture.EstimateMissingUsage || sampled;
        Response.Facts.Text.KeepsKinds = sampled;

        _busyToken = Route.Busy?.Enter() ?? 0;
        Deadline.Start(received, Upstream.Timeouts.Headers, Upstream.Timeouts.Idle, Upstream.Timeouts.Total);
    }

    /// <summary>Says who calls: the application's own name, else its credential for hashing.</summary>
    public void Identify(string? appHeader, string? credential)
    {
        AppHeader = appHeader;
        Credential = credential;
    }

    /// <summary>Puts taps in place of the bodies.</summary>
    public void Attach(HttpContext context)
    {
        _cut = false;
        _requestTap.Attach(Held is null ? context.Request.Body : Stream.Null);
        _responseTap.Attach(context.Features.Get<IHttpResponseBodyFeature>()!);
        context.Features.Set<IHttpResponseBodyFeature>(_responseTap);
    }

    /// <summary>The same for a forwarder that finds everything in the context, and upgrades and aborts by itself.</summary>
    public void AttachAll(HttpContext context)
    {
        Attach(context);
        if (Held is not null)
            _requestTap.Attach(Held.OpenStream());
        context.Request.Body = _requestTap;
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new UpgradeTap(upgrade, this));
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            context.Features.Set<IHttpExtendedConnectFeature>(new ConnectTap(connect, this));
        // Of an HTTP/1.0 answer without a length the close is the end: only an abort tells that it was cut.
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            _lifetimeTap.Attach(context.Features.Get<IHttpRequestLifetimeFeature>()!);
            context.Features.Set<IHttpRequestLifetimeFeature>(_lifetimeTap);
        }

        context.Features.Set(this);
        _attachedAll = true;
    }

    /// <summary>The response broke off after its head: <see cref="Detach"/> says so.</summary>
    public void CutResponse() => _cut = true;

    /// <summary>Takes the taps out again. True when the response was cut and the client must see that.</summary>
    public bool Detach(HttpContext context)
    {
        var cut = _cut || _lifetimeTap.AbortRequested;
        if (_responseTap.Detach() is { } body)
            context.Features.Set(body);
        _requestTap.Detach();
        if (!_attachedAll)
            return cut;

        if (_lifetimeTap.Detach() is { } lifetime)
            context.Features.Set(lifetime);
        context.Features.Set<ObservedExchange>(null);
        Transformer.RouteTransforms = null;
        _attachedAll = false;
        return cut;
    }

    /// <summary>
    /// Reads a request body before it goes up, and says how it has to change to ask for usage; null when it goes up as it is.
    /// </summary>
    public BodyEdit? ReadAhead(in ReadOnlySequence<byte> body, long now)
    {
        Times.BodyAwaited = now;
        return _request.ReadAhead(body);
    }

    /// <summary>The request body goes up from memory; <paramref name="asked"/>: edited, so that a stream is asked for its usage.</summary>
    public void Hold(HeldBody body, bool asked)
    {
        Held = body;
        Asked = asked;
        Request.IncludeUsage |= asked;
    }

    public void OnRequestBytes(ReadOnlySpan<byte> bytes, long now)
    {
        Deadline.Touch(now);
        RequestBytes += bytes.Length;
        if (ObserverFailed)
            return;
        try
        {
            _request.Read(bytes, now);
        }
        catch (Exception)
        {
            Fail();
        }
    }

    public void OnSending(Uri destination, long now)
    {
        Destination = destination;
        Times.Sent = now;
        Deadline.Touch(now);
    }

    public void OnResponseHead(HttpResponseMessage response, long now)
    {
        var content = response.Content.Headers.NonValidated;
        OnResponseHead(new ResponseHead(
            (int)response.StatusCode, First(content, HeaderNames.ContentType), First(content, HeaderNames.ContentEncoding),
            HttpMethods.IsHead(Method) ? null : response.Content.Headers.ContentLength), now);
        foreach (var (name, values) in response.Headers.NonValidated)
            Headers.Header(name, values.ToString());

        // An answer of HTTP/1.1 is read when the request is sent: a stream may now last, and needs the body no more.
        if (response.Version.Major < 2)
            LetBodyGo();
    }

    public void OnResponseHead(in ResponseHead head, long now)
    {
        Times.HeadArrived = now;
        Status = head.Status;
        Deadline.HeadArrived(now);
        try
        {
            Response.Begin(Match.Dialect, head, _captureLimit);
            _responseBegun = true;
            if (Asked && IsPlainEventStream(head))
                Stripper = new StrippedResponse();
        }
        catch (Exception)
        {
            Fail();
        }
    }

    public void OnBodyArrived(long now)
    {
        Times.BodyArrived = now;
        Deadline.Touch(now);
    }

    public void OnResponseBytes(ReadOnlySpan<byte> bytes, long read)
    {
        ResponseBytes += bytes.Length;
        Deadline.Touch(read);
        if (Times.BodyForwarded == 0)
            Times.BodyForwarded = Stopwatch.GetTimestamp();
        if (!_responseBegun || ObserverFailed)
            return;
        try
        {
            Response.Read(bytes, read);
        }
        catch (Exception)
        {
            Fail();
        }
    }

    public void OnResponseComplete() => ResponseComplete = true;

    public void OnUpgraded() => IsUpgrade = true;

    // Both directions of an upgraded connection run at once, each with a counter of its own.
    public void OnUpgradedFromClient(int bytes, long now)
    {
        RequestBytes += bytes;
        Deadline.Touch(now);
    }

    public void OnUpgradedFromUpstream(int bytes, long now)
    {
        ResponseBytes += bytes;
        Deadline.Touch(now);
    }

    /// <summary>The sentinel answers itself.</summary>
    public void OnSentinelError(SentinelError error)
    {
        Status = error.Status;
        SentinelError = error.Code;
        Stripper = null;
        _responseTap.SendsTrailers = false;
        _responseBegun = false;
    }

    /// <summary>The call has left the wire.</summary>
    public void Finish(ExchangeEnd end, bool statusSent, long now)
    {
        End = end;
        Times.Ended = now;
        if (!statusSent)
            Status = 0;
        Deadline.Stop();
        if (Route.Busy is { } busy)
            BusyTime = busy.Exit(_busyToken);
        LetBodyGo();
        Asked = false;
        Stripper = null;
        ReleaseUnread();
    }

    public override void Release()
    {
        Request.Reset();
        RequestCopy.Reset();
        _request.Reset();
        Response.Reset();
        Headers.Reset();
        Credential = AppHeader = TraceParent = SentinelError = RequestEncoding = null;
        Destination = null;
        PathAndQuery = "";
        Status = 0;
        RequestBytes = ResponseBytes = 0;
        BusyTime = TimeSpan.Zero;
        ObserverFailed = IsUpgrade = ResponseComplete = _responseBegun = false;
        _pool.Return(this);
    }

    /// <summary>Stripping failed: the client gets what the upstream sends.</summary>
    public void OnStripperFailed()
    {
        Stripper = null;
        _pool.Metrics.StageFailed("strip");
    }

    /// <summary>Looking at the call failed; the call goes on unobserved.</summary>
    public void Fail()
    {
        ObserverFailed = true;
        _pool.Metrics.StageFailed("observe");
    }

    /// <summary>The request has been sent: its body is needed no more.</summary>
    public void LetBodyGo()
    {
        Held?.Dispose();
        Held = null;
    }

    private static bool IsPlainEventStream(in ResponseHead head) =>
        head.Status == 200 && string.IsNullOrEmpty(head.ContentEncoding)
        && head.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    private static string? First(System.Net.Http.Headers.HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
