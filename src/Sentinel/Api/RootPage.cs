namespace LlmSentinel.Sentinel.Api;

/// <summary>The page at the root of the admin port: what is there and where.</summary>
internal static class RootPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>LlmSentinel</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:3em auto;padding:0 1em}td{padding:.1em 1.5em .1em 0;vertical-align:top}</style>
        </head>
        <body>
        <h1>LlmSentinel</h1>
        <p>The admin port of a sidecar between applications and the LLM endpoints they call.</p>
        <table>
        <tr><td><a href="api/summary">/api/summary</a></td><td>rates, percentiles, tokens and cost of the last hour</td></tr>
        <tr><td><a href="api/exchanges?limit=20">/api/exchanges</a></td><td>calls, newest first</td></tr>
        <tr><td><a href="api/samples?limit=20">/api/samples</a></td><td>sampled calls with prompt and answer</td></tr>
        <tr><td><a href="api/status">/api/status</a></td><td>queues, store, destinations</td></tr>
        <tr><td><a href="api/config">/api/config</a></td><td>the configuration in effect, secrets masked</td></tr>
        <tr><td><a href="metrics">/metrics</a></td><td>Prometheus metrics</td></tr>
        <tr><td><a href="openapi/v1.json">/openapi/v1.json</a></td><td>OpenAPI document</td></tr>
        <tr><td><a href="healthz">/healthz</a>, <a href="readyz">/readyz</a></td><td>health probes</td></tr>
        </table>
        </body>
        </html>
        """;

    public static IResult Show() => Results.Content(Html, "text/html; charset=utf-8");
}
