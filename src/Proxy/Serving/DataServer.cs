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
/// The data port's Kestrel. Made by hand: a container that builds its options and loggers by reflection is most of what its start takes.
/// </summary>
internal sealed class DataServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly ServiceProvider? _tls;

    public DataServer(ProxyOptions options, ILoggerFactory logging)
    {
        var kestrel = new KestrelServerOptions();
        if (options.Tls is not null)
            kestrel.ApplicationServices = _tls = TlsServices(logging);
        Configure(kestrel, options);
        _server = new KestrelServer(
            Options.Create(kestrel), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logging), logging);
    }

    /// <summary>Addresses it listens on, with the ports that were given for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <exception cref="IOException">An address is in use.</exception>
    public Task StartAsync(DataApplication application, CancellationToken cancellationToken) =>
        _server.StartAsync(application, cancellationToken);

    /// <summary>Accepts no new calls; when told that it takes too long, cuts those in flight.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return _tls?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    // What listens with TLS asks for services that only Kestrel's own registration has.
    private static ServiceProvider TlsServices(ILoggerFactory logging)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logging);
        services.AddLogging();
        var web = new KestrelServices(services);
        web.UseKestrelCore();
        web.UseKestrelHttpsConfiguration();
        return services.BuildServiceProvider();
    }

    private static void Configure(KestrelServerOptions kestrel, ProxyOptions options)
    {
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
    }
}
