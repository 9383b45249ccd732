using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LlmSentinel.Proxy.Serving;

/// <summary>Where YARP maps its routes. Nothing routes to them: a call that is to be balanced runs its upstream's endpoint itself.</summary>
internal sealed class YarpEndpoints(IServiceProvider services) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider => services;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
}
