using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Testing.Http;

/// <summary>
/// A provider whose behaviour a test writes: a real Kestrel on a free port of 127.0.0.1 that runs one delegate per request
/// and keeps what it received. Kestrel sends no trailers over HTTP/1.1: use <see cref="RawTcpUpstream"/> for those. It has no limits of its own, so that what a test sees is the doing of the code under test.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestDelegate _behaviour;
    private readonly bool _readBodyFirst;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    private ScriptedUpstream(WebApplication app, RequestDelegate behaviour, bool readBodyFirst, bool tls)
    {
        _app = app;
        _behaviour = behaviour;
        _readBodyFirst = readBodyFirst;
        Tls = tls;
    }

    /// <summary>Address to forward to.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>True when the address is https.</summary>
    public bool Tls { get; }

    /// <summary>What was received so far, in order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>The one request received; throws when there were none or several.</summary>
    public ReceivedRequest Received => Assert.Single(Requests);

    /// <summary>Starts a server.</summary>
    /// <param name="behaviour">What to answer; runs once per request.</param>
    /// <param name="protocols">HTTP/1.1 by default; <see cref="HttpProtocols.Http2"/> without a certificate is h2c with prior knowledge.</param>
    /// <param name="pki">Serve TLS with this authority's server certificate.</param>
    /// <param name="readBodyFirst">
    /// True: the request's body is read whole before the behaviour runs. False: the behaviour reads it at its own pace.
    /// </param>
    public static async Task<ScriptedUpstream> StartAsync(
        RequestDelegate behaviour, HttpProtocols protocols = HttpProtocols.Http1, TestPki? pki = null, bool readBodyFirst = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 20;
            kestrel.Limits.MaxRequestLineSize = 1 << 18;
            kestrel.Limits.MaxRequestBufferSize = 1 << 20;
            kestrel.Limits.MaxRequestHeaderCount = 10_000;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (pki is not null)
                    listen.UseHttps(pki.Server);
                listen.Use(Record);
            });
        });

        var upstream = new ScriptedUpstream(builder.Build(), behaviour, readBodyFirst, pki is not null);
        upstream._app.UseWebSockets();
        upstream._app.Run(upstream.ServeAsync);
        await upstream._app.StartAsync();
        var addresses = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        upstream.BaseAddress = new Uri(addresses.Addresses.Single() + "/");
        return upstream;
    }

    /// <summary>Starts a server that gives every request the same answer.</summary>
    public static Task<ScriptedUpstream> AnsweringAsync(string body, string contentType = "application/json", int status = 200) =>
        StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(body);
        });

    /// <summary>Waits until <paramref name="count"/> requests have arrived and returns the last of them.</summary>
    public async Task<ReceivedRequest> RequestAsync(int count = 1)
    {
        await Eventually.TrueAsync(() => _requests.Count >= count, $"{count} request(s) arrive upstream");
        return Requests[count - 1];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // No grace: a behaviour that still waits is cut off, as a crashing provider would be.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static ConnectionDelegate Record(ConnectionDelegate next) => async connection =>
    {
        var reader = new RecordingReader(connection.Transport.Input);
        connection.Items[typeof(RecordingReader)] = reader;
        var original = connection.Transport;
        connection.Transport = new Duplex(reader, original.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = original;
        }
    };

    private async Task ServeAsync(HttpContext context)
    {
        var reader = context.Features.Get<IConnectionItemsFeature>()?.Items[typeof(RecordingReader)] as RecordingReader;
        var http2 = HttpProtocol.IsHttp2(context.Request.Protocol);
        var head = reader is null || http2 ? "" : Encoding.Latin1.GetString(reader.Taken);
        var received = new ReceivedRequest(context, head);
        _requests.Enqueue(received);
        context.Request.Body = new RecordingBody(
            context.Request.Body, bytes => received.Append(bytes.Span), () => received.BodyEnded(context));
        try
        {
            if (_readBodyFirst && !context.WebSockets.IsWebSocketRequest)
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await _behaviour(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // Intentionally ignored: the client has gone, and the test looks at Aborted.
        }
        catch (Exception e)
        {
            received.Failure = e;
            throw;
        }
        finally
        {
            reader?.Clear();
            received.MarkEnded();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
