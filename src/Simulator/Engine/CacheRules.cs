using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Simulator.Engine;

/// <summary>
/// How many prompt tokens come from the cache. A share set by the scenario or a header decides; else a part the request marks is
/// written the first time it is seen and read from then on; else nothing is cached. Embeddings
/// know no cache.
/// </summary>
internal static class CacheRules
{
    public static SimUsage Split(SimCall call, GenerationRequest request, ModelBehaviour behaviour, TimeSpan time)
    {
        var usage = new SimUsage { Input = request.PromptTokens };
        if (request.Choices == 0) return usage;
        var share = call.Controls.CacheShare ?? behaviour.CacheShare?.At(time);
        if (share is { } known) return usage with { CacheRead = (long)(request.PromptTokens * Math.Clamp(known, 0, 1)) };
        if (request.CacheableTokens == 0) return usage;
        if (!call.Engine.FirstSight(request.CacheKey)) return usage with { CacheRead = request.CacheableTokens };
        return request.CacheForHour
            ? usage with { CacheWrite1h = request.CacheableTokens }
            : usage with { CacheWrite5m = request.CacheableTokens };
    }
}
