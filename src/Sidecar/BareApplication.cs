using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmSentinel.Sidecar;

/// <summary>Gives each request of a server to one delegate.</summary>
internal sealed class BareApplication(RequestDelegate pages) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => pages(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
