using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>The timings object of llama.cpp's server; its times follow from the plan, so they are the same in every run.</summary>
internal static class LlamaTimings
{
    private const double MsPerPromptToken = 0.5;
    private const double MsPerToken = 20;

    public static void Write(Utf8JsonWriter w, Plan plan)
    {
        var usage = plan.Usage;
        var evaluated = usage.Input - usage.CacheRead;
        w.WriteStartObject("timings");
        w.WriteNumber("cache_n", usage.CacheRead);
        w.WriteNumber("prompt_n", evaluated);
        w.WriteNumber("prompt_ms", evaluated * MsPerPromptToken);
        w.WriteNumber("prompt_per_token_ms", MsPerPromptToken);
        w.WriteNumber("prompt_per_second", 1000 / MsPerPromptToken);
        w.WriteNumber("predicted_n", usage.Output);
        w.WriteNumber("predicted_ms", usage.Output * MsPerToken);
        w.WriteNumber("predicted_per_token_ms", MsPerToken);
        w.WriteNumber("predicted_per_second", 1000 / MsPerToken);
        w.WriteEndObject();
    }
}
