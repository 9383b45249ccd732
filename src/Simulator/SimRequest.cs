using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator;

/// <summary>A request as it arrived.</summary>
public sealed record SimRequest(
    string Method, string Path, string Query, string Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal static SimRequest Of(SimCall call)
    {
        var request = call.Http.Request;
        return new(
            request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "", request.Protocol,
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), call.Body.ToArray());
    }
}
