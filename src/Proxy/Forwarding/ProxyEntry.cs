using System.Diagnostics;
using System.Text;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Wire;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Http1;
using LlmSentinel.Proxy.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// The path of a call, in order:
/// (1) the raw target names the upstream; (2) a pooled exchange takes the call over; (3) a stream without usage may be asked for it;
/// (4) the call is forwarded, the plain case directly, all else by YARP: straight to an only destination or through its balancing
/// pipeline; (5) a failure before the head gets an answer in
/// the client's dialect; (6) the observation goes to the capture queue, whatever happened.
/// </summary>
internal sealed class ProxyEntry(
    RouteTableSource routes, ExchangePool pool, ObservedForwarder forwarder, ProxySettings settings, ICallQueue queue, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var received = Stopwatch.GetTimestamp();
        var target = RequestTarget.PathAndQuery(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        if (target is null || !RequestTarget.IsSafe(RequestTarget.Path(target)))
        {
            await ErrorResponder.WriteAsync(context, DialectDetector.ByName(DialectNames.Other)!, SentinelErrors.Target);
            return;
        }

        var table = routes.Current;
        if (table.Match(target) is not { } route)
        {
            await ErrorResponder.WriteAsync(context, DialectDetector.ByName(DialectNames.Other)!, SentinelErrors.Unknown(table.Names));
            return;
        }

        var current = settings.Current;
        var match = DialectDetector.Detect(context.Request.Method, RequestTarget.Path(route.PathAndQuery), route.Upstream.Upstream.Preset.DefaultDialect);
        var exchange = pool.Rent();
        var inFlight = route.Upstream.InFlight;
        inFlight.Enter();
        exchange.Begin(context, route, match, current, received, time.GetUtcNow());

        var end = EndReason.ClientAborted;
        var cut = false;
        try
        {
            Identify(context, exchange, current.Proxy);
            await UsageAsking.TryEditAsync(context, exchange);
            end = await ForwardAsync(context, exchange);
        }
        finally
        {
            var statusSent = context.Response.HasStarted || end is EndReason.Completed || exchange.SentinelError is not null;
            cut = exchange.Detach(context);
            exchange.Finish(EndReasons.Seen(end), statusSent, Stopwatch.GetTimestamp());
            queue.Enqueue(exchange);

            // Only now: at shutdown the queue closes once no call is in flight.
            inFlight.Leave();
        }

        if (cut && !context.RequestAborted.IsCancellationRequested)
            throw new ResponseCutException();
    }

    private async Task<EndReason> ForwardAsync(HttpContext context, ObservedExchange exchange)
    {
        var (error, failure) = Http1Forwarder.Takes(context, exchange)
            ? await Http1Forwarder.SendAsync(context, exchange)
            : await ForwardByYarpAsync(context, exchange);
        if (error == ForwarderError.None || exchange.ResponseComplete)
        {
            await exchange.ResponseTap.FinishAsync(context.RequestAborted);
            return EndReason.Completed;
        }

        var clientGone = context.RequestAborted.IsCancellationRequested
            || EndReasons.ClientBrokeOff(failure);
        var end = EndReasons.Of(error, exchange.Deadline.Expired, clientGone, exchange.Times.HeadArrived > 0);
        if (!context.Response.HasStarted && end != EndReason.ClientAborted)
        {
            var answer = EndReasons.Answer(end, exchange.Deadline.Expired, exchange.Upstream.Name, context.Response.StatusCode);
            exchange.OnSentinelError(answer);
            await ErrorResponder.WriteAsync(context, ErrorShape(exchange), answer);
        }

        return end;
    }

    private async ValueTask<ForwardResult> ForwardByYarpAsync(HttpContext context, ObservedExchange exchange)
    {
        exchange.AttachAll(context);
        ForwarderError error;
        if (exchange.Route.Balanced is not { } pipeline)
        {
            error = await forwarder.SendAsync(context, exchange.Route.Addresses[0].Text, exchange.Route.Client.Value, exchange);
        }
        else
        {
            context.SetEndpoint(pipeline);
            await pipeline.RequestDelegate!(context);
            error = context.Features.Get<IForwarderErrorFeature>()?.Error ?? ForwarderError.None;

            // YARP's session affinity answers by itself when a client's destination is gone.
            if (error == ForwarderError.None && exchange.Times.HeadArrived == 0)
                error = ForwarderError.NoAvailableDestinations;
        }

        return new ForwardResult(error, context.Features.Get<IForwarderErrorFeature>()?.Exception);
    }

    /// <summary>The path's own dialect; on a path that tells none, the one its provider speaks.</summary>
    private static IDialect ErrorShape(ObservedExchange exchange) => exchange.Match.Dialect.Name == DialectNames.Other
        ? DialectDetector.ByName(exchange.Upstream.Preset.DefaultDialect) ?? exchange.Match.Dialect
        : exchange.Match.Dialect;

    /// <summary>Header values arrive byte for byte; a name an application gives itself is text.</summary>
    private static string Utf8(string latin1) => Ascii.IsValid(latin1) ? latin1 : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));

    private static void Identify(HttpContext context, ObservedExchange exchange, ProxyOptions options)
    {
        var headers = context.Request.Headers;
        string? name = null;
        if (options.AppHeader.Length > 0 && headers.TryGetValue(options.AppHeader, out var value))
        {
            name = Utf8(value.ToString());
            headers.Remove(options.AppHeader);
        }

        exchange.Identify(name, name is null && options.AppFromCredential ? ClientCredential.Of(context.Request) : null);
    }
}
