using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace LlmSentinel.Proxy.Serving;

/// <summary>
/// Registers Kestrel without a web host around it. Kestrel's public extensions, TLS among them, are written for a host builder; this one
/// only passes their services on.
/// </summary>
internal sealed class KestrelServices : IWebHostBuilder
{
    private readonly IServiceCollection _services;

    public KestrelServices(IServiceCollection services)
    {
        _services = services;
        services.AddMetrics();
        services.AddSingleton<DiagnosticSource>(new DiagnosticListener("LlmSentinel.Proxy"));

        // Asked for by the configuration of TLS, which is given whole here.
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment
        {
            ApplicationName = "LlmSentinel",
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
            ContentRootFileProvider = new NullFileProvider(),
        });
    }

    public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
    {
        configureServices(_services);
        return this;
    }

    public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
    {
        configureServices(new WebHostBuilderContext(), _services);
        return this;
    }

    public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) =>
        throw new NotSupportedException("The sentinel's own configuration is all there is.");

    public string? GetSetting(string key) => null;

    public IWebHostBuilder UseSetting(string key, string? value) => this;

    // The interface still names the type it is obsolete for.
#pragma warning disable ASPDEPR008
    public IWebHost Build() => throw new NotSupportedException("There is no host, only its services.");
#pragma warning restore ASPDEPR008
}
