using System.Globalization;
using System.Text;
using LlmSentinel.Simulator;

namespace LlmSentinel.Sentinel.Simulate;

/// <summary>The texts of <c>sentinel simulate</c>.</summary>
internal static class SimulateBanner
{
    public static string For(SimulatorHost host)
    {
        var root = host.Address.ToString().TrimEnd('/');
        var scenario = host.Engine.ActiveScenario;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"A provider in a box listens on {root}{(host.Http2Address is { } http2 ? $", for HTTP/2 on {http2}" : "")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Scenario {scenario.Name}: {scenario.Description ?? "every answer comes at once and never fails."}");
        text.AppendLine();
        Row(text, "It speaks", "Point a client at it with");
        Row(text, "OpenAI chat, responses, completions, embeddings", $"OPENAI_BASE_URL={root}/v1");
        Row(text, "Azure OpenAI", $"AZURE_OPENAI_ENDPOINT={root}");
        Row(text, "Anthropic messages", $"ANTHROPIC_BASE_URL={root}");
        Row(text, "Gemini and Vertex", $"GOOGLE_GEMINI_BASE_URL={root}");
        Row(text, "Ollama", $"OLLAMA_HOST={root}");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Any API key will do. Counters: {root}/sim/stats. x-sim-* request headers decide what happens to one request.");
        return text.ToString();
    }

    public static string Counters(SimulatorTotals totals, TimeSpan scenarioTime) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scenarioTime:hh\\:mm\\:ss}  {totals.Requests} requests, {totals.InFlight} in flight, {totals.Completed} completed, {totals.Refused} refused, "
        + $"{totals.Broken} broken, {totals.ClientAborted} left by the client; {totals.Usage.Input} tokens in, {totals.Usage.Output} out");

    private static void Row(StringBuilder text, string left, string right) => text.AppendLine(CultureInfo.InvariantCulture, $"  {left,-50}{right}");
}
