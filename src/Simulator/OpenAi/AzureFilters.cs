using System.Text.Json;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>The content filter annotations Azure adds.</summary>
internal static class AzureFilters
{
    public const string StreamPreamble =
        """data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"filtered":false,"detected":false},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}}}]}""" + "\n\n";

    private static readonly string[] Categories = ["hate", "self_harm", "sexual", "violence"];

    public static void WritePrompt(Utf8JsonWriter w)
    {
        w.WriteStartArray("prompt_filter_results");
        w.WriteStartObject();
        w.WriteNumber("prompt_index", 0);
        WriteChoice(w);
        w.WriteEndObject();
        w.WriteEndArray();
    }

    public static void WriteChoice(Utf8JsonWriter w)
    {
        w.WriteStartObject("content_filter_results");
        foreach (var category in Categories)
        {
            w.WriteStartObject(category);
            w.WriteBoolean("filtered", false);
            w.WriteString("severity", "safe");
            w.WriteEndObject();
        }
        w.WriteEndObject();
    }
}
