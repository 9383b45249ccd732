using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Proxy.Serving;

/// <summary>What Kestrel runs for a call of the data port: the entry and nothing else. A connection's context is used again for its next call.</summary>
internal sealed class DataApplication(ProxyEntry entry, IServiceScopeFactory scopes) : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> connection)
            return new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };

        if (connection.HostContext is { } known)
        {
            known.Initialize(contextFeatures);
            return known;
        }

        // YARP's own middleware may ask a context for services; nothing else does.
        return connection.HostContext = new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => entry.InvokeAsync(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
