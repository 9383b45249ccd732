using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Proxy.Serving;

/// <summary>What parts of YARP expect of the container they are made in.</summary>
internal static class YarpServices
{
    public static ServiceCollection With(ILoggerFactory logging, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logging);
        services.AddLogging();
        services.AddSingleton(time);
        return services;
    }
}
