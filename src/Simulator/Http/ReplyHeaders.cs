using System.Globalization;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>The headers real providers send with every answer, per dialect.</summary>
internal static class ReplyHeaders
{
    public static void Set(SimCall call)
    {
        var headers = call.Http.Response.Headers;
        switch (call.Route.Dialect)
        {
            case Dialect.OpenAi:
                headers["x-request-id"] = call.RequestId;
                headers["openai-version"] = "2020-10-01";
                headers["openai-organization"] = "org-simulator";
                headers["openai-processing-ms"] = Text((long)Math.Max(1, call.ElapsedMs));
                headers["x-ratelimit-limit-requests"] = "10000";
                headers["x-ratelimit-limit-tokens"] = "2000000";
                headers["x-ratelimit-remaining-requests"] = "9999";
                headers["x-ratelimit-remaining-tokens"] = Text(2_000_000 - Spent(call));
                headers["x-ratelimit-reset-requests"] = "6ms";
                headers["x-ratelimit-reset-tokens"] = "12ms";
                break;
            case Dialect.Azure:
                headers["apim-request-id"] = call.RequestId;
                headers["x-request-id"] = call.RequestId;
                headers["x-ms-region"] = "Sweden Central";
                headers["x-ratelimit-remaining-requests"] = "999";
                headers["x-ratelimit-remaining-tokens"] = Text(100_000 - Spent(call));
                break;
            case Dialect.Anthropic:
                headers["request-id"] = call.RequestId;
                headers["anthropic-organization-id"] = "5b1c2a4e-0000-4000-8000-000000000001";
                Limit(call, "requests", 4000, 3999);
                Limit(call, "tokens", 480_000, 480_000 - Spent(call));
                Limit(call, "input-tokens", 400_000, 400_000 - Spent(call));
                Limit(call, "output-tokens", 80_000, 80_000);
                break;
        }
    }

    // A stand-in for the tokens a call uses that follows from its content alone.
    private static long Spent(SimCall call) => Math.Min(call.Body.Length / 4, 50_000);

    private static void Limit(SimCall call, string kind, long limit, long remaining)
    {
        var headers = call.Http.Response.Headers;
        headers[$"anthropic-ratelimit-{kind}-limit"] = Text(limit);
        headers[$"anthropic-ratelimit-{kind}-remaining"] = Text(remaining);
        headers[$"anthropic-ratelimit-{kind}-reset"] =
            call.Engine.Time.GetUtcNow().AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
