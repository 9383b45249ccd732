using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmSentinel.Simulator;

/// <summary>A simulated provider on a real socket. Writes nothing to the console and installs no signal handlers.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    // Calls still being answered are cut off this long after a stop.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(200);

    private readonly KestrelServer _server;

    private SimulatorHost(KestrelServer server, SimulatorEngine engine, Uri address, Uri? http2Address)
    {
        _server = server;
        Engine = engine;
        Address = address;
        Http2Address = http2Address;
    }

    /// <summary>Where it listens for HTTP/1.1, such as http://127.0.0.1:4199/.</summary>
    public Uri Address { get; }

    /// <summary>Where it listens for HTTP/2 without TLS, when asked to.</summary>
    public Uri? Http2Address { get; }

    /// <summary>Counters since the start.</summary>
    public SimulatorStats Stats => Engine.Stats;

    /// <summary>The most recent requests, oldest first; see <see cref="SimulatorOptions.KeepRequests"/>.</summary>
    public IReadOnlyList<SimRequest> Requests => Engine.Requests;

    /// <summary>What answers the requests.</summary>
    public SimulatorEngine Engine { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var engine = new SimulatorEngine(options);
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 20;
        var ip = IPAddress.Parse(options.Host);
        kestrel.Listen(ip, options.Port, l => l.Protocols = HttpProtocols.Http1);
        if (options.Http2Port is { } http2) kestrel.Listen(ip, http2, l => l.Protocols = HttpProtocols.Http2);

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(kestrel), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(engine), cancellationToken);
        }
        catch
        {
            server.Dispose();
            throw;
        }
        var addresses = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(a => new Uri(a)).ToArray();
        return new SimulatorHost(server, engine, addresses[0], addresses.Length > 1 ? addresses[1] : null);
    }

    /// <summary>Waits until no request is being answered, so that the counters are complete.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken = default)
    {
        while (Stats.Totals.InFlight > 0) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
    }

    /// <summary>Stops listening and cuts off what is still being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _server.StopAsync(timeout.Token);
        _server.Dispose();
    }

    private sealed class Application(SimulatorEngine engine) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => engine.HandleAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
