using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Ollama;

/// <summary>
/// What the last line adds: the reason and the server's own times in nanoseconds. They follow from the plan, so they are the same in
/// every run; counts that are zero are left out, as the server does.
/// </summary>
internal static class OllamaEnd
{
    private const long LoadNs = 1_000_000;
    private const long NsPerToken = 10_000;

    public static void Write(Utf8JsonWriter w, Plan plan, double lastChunkMs, bool chat)
    {
        var usage = plan.Usage;
        var promptNs = (long)(plan.Timing.FirstTokenMs * 1e6) + (usage.Input * NsPerToken);
        var evalNs = (long)(Math.Max(0, lastChunkMs - plan.Timing.FirstTokenMs) * 1e6) + (usage.Output * NsPerToken);
        w.WriteBoolean("done", true);
        w.WriteString("done_reason", plan.Answers[0].Finish == Finish.Length ? "length" : "stop");
        if (!chat) WriteContext(w, usage);
        w.WriteNumber("total_duration", LoadNs + promptNs + evalNs);
        w.WriteNumber("load_duration", LoadNs);
        if (usage.Input > 0) w.WriteNumber("prompt_eval_count", usage.Input);
        w.WriteNumber("prompt_eval_duration", promptNs);
        if (usage.Output > 0) w.WriteNumber("eval_count", usage.Output);
        w.WriteNumber("eval_duration", evalNs);
    }

    private static void WriteContext(Utf8JsonWriter w, SimUsage usage)
    {
        w.WriteStartArray("context");
        for (var i = 0; i < Math.Min(usage.Input + usage.Output, 4096); i++) w.WriteNumberValue(100 + (i * 31 % 30_000));
        w.WriteEndArray();
    }
}
