using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>The response object of the Responses API, begun or finished.</summary>
internal static class ResponseObject
{
    public static byte[] Render(SimCall call, JsonElement root, Plan plan, bool finished)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var w = new Utf8JsonWriter(buffer, SimJson.WriterOptions)) Write(w, call, root, plan, finished);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter w, SimCall call, JsonElement root, Plan plan, bool finished)
    {
        var cut = plan.Answers[0].Finish == Finish.Length;
        w.WriteStartObject();
        w.WriteString("id", plan.Id);
        w.WriteString("object", "response");
        w.WriteNumber("created_at", call.UnixNow);
        w.WriteString("status", !finished ? "in_progress" : cut ? "incomplete" : "completed");
        w.WriteBoolean("background", false);
        w.WriteNull("error");
        w.WritePropertyName("incomplete_details");
        if (finished && cut)
        {
            w.WriteStartObject();
            w.WriteString("reason", "max_output_tokens");
            w.WriteEndObject();
        }
        else
        {
            w.WriteNullValue();
        }
        w.Echo("instructions", root);
        w.Echo("max_output_tokens", root);
        w.WriteString("model", plan.Model);
        w.WriteStartArray("output");
        if (finished) ResponseItems.WriteAll(w, plan);
        w.WriteEndArray();
        WriteSettings(w, root);
        if (finished) WriteUsage(w, plan.Usage);
        else w.WriteNull("usage");
        w.Echo("user", root);
        w.WritePropertyName("metadata");
        (root.Property("metadata") ?? EmptyObject).WriteTo(w);
        w.WriteEndObject();
    }

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement;
    private static readonly JsonElement EmptyArray = JsonDocument.Parse("[]").RootElement;

    private static void WriteSettings(Utf8JsonWriter w, JsonElement root)
    {
        w.WriteBoolean("parallel_tool_calls", root.Flag("parallel_tool_calls") ?? true);
        w.Echo("previous_response_id", root);
        w.WriteStartObject("reasoning");
        w.Echo("effort", root.Property("reasoning") ?? default);
        w.Echo("summary", root.Property("reasoning") ?? default);
        w.WriteEndObject();
        w.WriteString("service_tier", "default");
        w.WriteBoolean("store", root.Flag("store") ?? true);
        w.WriteNumber("temperature", root.Property("temperature")?.GetDouble() ?? 1.0);
        w.WriteStartObject("text");
        w.WritePropertyName("format");
        if (root.Property("text")?.Property("format") is { } format)
        {
            format.WriteTo(w);
        }
        else
        {
            w.WriteStartObject();
            w.WriteString("type", "text");
            w.WriteEndObject();
        }
        w.WriteEndObject();
        w.WritePropertyName("tool_choice");
        if (root.Property("tool_choice") is { } choice) choice.WriteTo(w);
        else w.WriteStringValue("auto");
        w.WritePropertyName("tools");
        (root.Property("tools") ?? EmptyArray).WriteTo(w);
        w.WriteNumber("top_p", root.Property("top_p")?.GetDouble() ?? 1.0);
        w.WriteString("truncation", "disabled");
    }

    private static void WriteUsage(Utf8JsonWriter w, SimUsage usage)
    {
        w.WriteStartObject("usage");
        w.WriteNumber("input_tokens", usage.Input);
        w.WriteStartObject("input_tokens_details");
        w.WriteNumber("cached_tokens", usage.CacheRead);
        w.WriteEndObject();
        w.WriteNumber("output_tokens", usage.Output);
        w.WriteStartObject("output_tokens_details");
        w.WriteNumber("reasoning_tokens", usage.Reasoning);
        w.WriteEndObject();
        w.WriteNumber("total_tokens", usage.Input + usage.Output);
        w.WriteEndObject();
    }
}
