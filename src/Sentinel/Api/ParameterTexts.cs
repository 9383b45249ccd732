namespace LlmSentinel.Sentinel.Api;

/// <summary>What the query parameters mean, for the OpenAPI document.</summary>
internal static class ParameterTexts
{
    public const string From = "Started at or after: ISO 8601, or an age such as -15m (s, m, h, d, w).";
    public const string To = "Started before: ISO 8601, an age such as -15m, or now.";
    public const string Upstream = "Upstream name.";
    public const string Model = "Responding model, or the requested one where none responded.";
    public const string App = "Application.";
    public const string Operation = "Operation: chat, embeddings, ...";
    public const string Outcome = "How it ended: ok, client_error, rate_limited, server_error, timeout, client_aborted or upstream_aborted.";
    public const string Streamed = "true or false.";
    public const string Limit = "Exchanges a page, 1 to 1000. Default: 100.";
    public const string SampleLimit = "Most samples shown, 1 to 1000. Default: 100.";
    public const string Cursor = "The 'next' of the page before.";
}
