using LlmSentinel.Hosting;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Proxy;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Sentinel.Telemetry;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>The admin port: a web host of its own for the API, metrics and health, and for the push to a collector.</summary>
internal sealed class AdminHost(WebApplication app) : IAdminPort
{
    public Uri Address => new(app.Urls.Single());

    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<IAdminPort> StartAsync(SidecarServices services, CancellationToken cancellationToken)
    {
        var options = services.Provider.GetRequiredService<ConfigurationInEffect>().Snapshot.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenOn(options.Admin.Listen, static _ => { });
        });
        builder.Services.AddRoutingCore();
        services.LendTo(builder.Services);
        builder.Services.AddOtlpPush(options.Telemetry.Otlp);
        builder.Services.AddSentinelApi(options.Admin);

        var app = builder.Build();
        try
        {
            app.UseSentinelApi();
            await app.StartAsync(cancellationToken);
            return new AdminHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
