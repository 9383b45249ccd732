using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlmSentinel.Simulator;

/// <summary>Puts a simulated provider into an application that has a host already.</summary>
public static class SimulatorEndpoints
{
    /// <summary>Answers every path no other endpoint takes.</summary>
    public static IEndpointConventionBuilder MapSimulator(this IEndpointRouteBuilder endpoints, SimulatorEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return endpoints.MapFallback("{**path}", (RequestDelegate)engine.HandleAsync);
    }
}
