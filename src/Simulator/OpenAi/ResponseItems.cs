using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>The items of a response's output: reasoning, the message, function calls. Their ids come from the response's own.</summary>
internal static class ResponseItems
{
    public static string ReasoningId(Plan plan) => "rs_" + plan.Id["resp_".Length..];

    public static string MessageId(Plan plan) => "msg_" + plan.Id["resp_".Length..];

    public static bool HasReasoning(Plan plan) => plan.Usage.Reasoning > 0;

    public static bool HasMessage(Plan plan) => plan.Answers[0].ToolCalls.Count == 0;

    public static void WriteAll(Utf8JsonWriter w, Plan plan)
    {
        if (HasReasoning(plan)) WriteReasoning(w, plan, finished: true);
        if (HasMessage(plan)) WriteMessage(w, plan, finished: true);
        foreach (var tool in plan.Answers[0].ToolCalls) WriteCall(w, tool, finished: true);
    }

    public static void WriteReasoning(Utf8JsonWriter w, Plan plan, bool finished)
    {
        w.WriteStartObject();
        w.WriteString("id", ReasoningId(plan));
        w.WriteString("type", "reasoning");
        w.WriteStartArray("summary");
        if (finished && plan.Answers[0].Reasoning.Count > 0) WriteSummary(w, string.Concat(plan.Answers[0].Reasoning));
        w.WriteEndArray();
        w.WriteEndObject();
    }

    public static void WriteSummary(Utf8JsonWriter w, string text)
    {
        w.WriteStartObject();
        w.WriteString("type", "summary_text");
        w.WriteString("text", text);
        w.WriteEndObject();
    }

    public static void WriteMessage(Utf8JsonWriter w, Plan plan, bool finished)
    {
        var answer = plan.Answers[0];
        w.WriteStartObject();
        w.WriteString("id", MessageId(plan));
        w.WriteString("type", "message");
        w.WriteString("status", !finished ? "in_progress" : answer.Finish == Finish.Length ? "incomplete" : "completed");
        w.WriteStartArray("content");
        if (finished) WritePart(w, answer.Refused, answer.Text);
        w.WriteEndArray();
        w.WriteString("role", "assistant");
        w.WriteEndObject();
    }

    public static void WritePart(Utf8JsonWriter w, bool refused, string text)
    {
        w.WriteStartObject();
        if (refused)
        {
            w.WriteString("type", "refusal");
            w.WriteString("refusal", text);
        }
        else
        {
            w.WriteString("type", "output_text");
            w.WriteStartArray("annotations");
            w.WriteEndArray();
            w.WriteStartArray("logprobs");
            w.WriteEndArray();
            w.WriteString("text", text);
        }
        w.WriteEndObject();
    }

    public static void WriteCall(Utf8JsonWriter w, ToolCall tool, bool finished)
    {
        w.WriteStartObject();
        w.WriteString("id", "fc_" + tool.Id);
        w.WriteString("type", "function_call");
        w.WriteString("status", finished ? "completed" : "in_progress");
        w.WriteString("arguments", finished ? tool.Arguments : "");
        w.WriteString("call_id", "call_" + tool.Id);
        w.WriteString("name", tool.Name);
        w.WriteEndObject();
    }
}
