using LlmSentinel.Proxy;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmSentinel.Hosting;

/// <summary>Kestrel without a web host: every request goes to one delegate. Starts in a fraction of a host's time and memory.</summary>
public sealed class BareServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private BareServer(KestrelServer server) => _server = server;

    /// <summary>The one address it listens on, with the port that was given for port 0.</summary>
    public Uri Address => new(_server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts listening on <c>host:port</c>.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<BareServer> StartAsync(
        string listen, RequestDelegate pages, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.ListenOn(listen, static _ => { });
        var server = new KestrelServer(
            Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logging), logging);
        try
        {
            await server.StartAsync(new Application(pages), cancellationToken);
            return new BareServer(server);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Accepts no more requests and lets those under way finish.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Application(RequestDelegate pages) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => pages(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
