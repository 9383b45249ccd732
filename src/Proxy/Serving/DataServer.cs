using System.Security.Cryptography.X509Certificates;
using System.Text;
using LlmSentinel.Core.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmSentinel.Proxy.Serving;

/// <summary>
/// The data port's Kestrel, from its own registration: only that has the pool of pinned blocks which is trimmed when it rests. Its options
/// are given ready made: a container would build them by reflection, which is slow where code is compiled ahead of time.
/// </summary>
internal sealed class DataServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServer _server;

    public DataServer(ProxyOptions options, ILoggerFactory logging)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logging);
        var web = new KestrelServices(services);
        web.UseKestrelCore();
        if (options.Tls is not null)
        {
            services.AddLogging();
            web.UseKestrelHttpsConfiguration();
        }

        services.AddSingleton(provider => Options.Create(Configured(provider, options)));
        services.AddSingleton(static provider => Options.Create(Transport(provider)));
        _services = services.BuildServiceProvider();
        _server = _services.GetRequiredService<IServer>();
    }

    /// <summary>Addresses it listens on, with the ports that were given for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <exception cref="IOException">An address is in use.</exception>
    public Task StartAsync(DataApplication application, CancellationToken cancellationToken) =>
        _server.StartAsync(application, cancellationToken);

    /// <summary>Accepts no new calls; when told that it takes too long, cuts those in flight.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static SocketTransportOptions Transport(IServiceProvider services)
    {
        var transport = new SocketTransportOptions();
        foreach (var registered in services.GetServices<IConfigureOptions<SocketTransportOptions>>())
            registered.Configure(transport);
        return transport;
    }

    private static KestrelServerOptions Configured(IServiceProvider services, ProxyOptions options)
    {
        var kestrel = new KestrelServerOptions { ApplicationServices = services };
        kestrel.AddServerHeader = false;
        kestrel.AllowResponseHeaderCompression = true;
        // Header values are bytes to a proxy; Latin-1 gives every byte back as it came.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestLineSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;

        foreach (var address in options.Listen)
        {
            kestrel.ListenOn(address, listen =>
            {
                listen.Protocols = options.Tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (options.Tls is { } tls)
                    listen.UseHttps(X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key));
            });
        }

        foreach (var address in options.ListenHttp2)
            kestrel.ListenOn(address, listen => listen.Protocols = HttpProtocols.Http2);
        return kestrel;
    }
}
