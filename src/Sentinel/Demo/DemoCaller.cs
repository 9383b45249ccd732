namespace LlmSentinel.Sentinel.Demo;

/// <summary>One application of the demo: where it calls, what it asks, how often.</summary>
/// <param name="App">Its name, as told to the sidecar.</param>
/// <param name="Path">Path on the data port.</param>
/// <param name="Pause">Mean pause between two calls of one worker.</param>
/// <param name="Workers">Calls it may have open at once.</param>
/// <param name="LeavesEarly">Share of calls it breaks off.</param>
/// <param name="Body">JSON of a call that asks this question.</param>
internal sealed record DemoCaller(string App, string Path, TimeSpan Pause, int Workers, double LeavesEarly, Func<string, string> Body)
{
    public static IReadOnlyList<DemoCaller> All { get; } =
    [
        new("shop-assistant", "/openai/v1/chat/completions", Seconds(0.9), 3, 0.03, question =>
            $$$"""{"model":"gpt-5.4-mini","stream":true,"messages":[{"role":"system","content":"You help customers of a garden shop. Be brief."},{"role":"user","content":"{{{question}}}"}]}"""),
        new("report-writer", "/openai/v1/responses", Seconds(2.5), 2, 0, question =>
            $$$"""{"model":"gpt-5.4","input":"{{{question}}}","reasoning":{"effort":"low"}}"""),
        new("support-bot", "/anthropic/v1/messages", Seconds(1.2), 3, 0.02, question =>
            $$$"""{"model":"claude-sonnet-5","max_tokens":600,"stream":true,"system":[{"type":"text","text":"{{{Handbook}}}","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"{{{question}}}"}]}"""),
        new("translator", "/gemini/v1beta/models/gemini-3-flash-preview:streamGenerateContent?alt=sse", Seconds(1.2), 2, 0, question =>
            $$$"""{"contents":[{"role":"user","parts":[{"text":"{{{question}}}"}]}]}"""),
        new("notes", "/ollama/api/chat", Seconds(1.5), 2, 0.02, question =>
            $$$"""{"model":"llama3.2","messages":[{"role":"user","content":"{{{question}}}"}]}"""),
        new("search", "/openai/v1/embeddings", Seconds(0.6), 2, 0, question =>
            $$$"""{"model":"text-embedding-3-small","input":"{{{question}}}","encoding_format":"base64"}"""),
    ];

    private const string Handbook =
        "You answer for the support desk. Refunds take five working days. Orders can be changed until they are packed. Deliveries go out every "
        + "morning except on Sunday. Be friendly, answer in two sentences, and never promise what the handbook does not say.";

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
