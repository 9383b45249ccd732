using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>The list of models, or one of them, in the shape of the dialect.</summary>
internal sealed class ModelsOperation : IOperation
{
    // Long ago and always the same.
    private const long Created = 1_735_689_600;

    private static readonly string[] Default =
        ["gpt-5.4", "gpt-5.4-mini", "text-embedding-3-small", "claude-sonnet-5", "gemini-3-flash", "llama3.2"];

    public static IReadOnlyList<string> Names(SimCall call) => call.Engine.ActiveScenario.OnlyModels ?? Default;

    public async Task RunAsync(SimCall call)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var w = new Utf8JsonWriter(buffer))
        {
            if (call.Route.Operation == Operation.Model)
            {
                ModelGate.Check(call, call.Route.Name!);
                WriteOne(w, call.Route.Dialect, call.Route.Name!);
            }
            else
            {
                WriteAll(w, call);
            }
        }
        await PlainReply.SendAsync(call, buffer.WrittenMemory);
    }

    private static void WriteAll(Utf8JsonWriter w, SimCall call)
    {
        var names = Names(call);
        w.WriteStartObject();
        if (call.Route.Dialect is Dialect.OpenAi or Dialect.Azure) w.WriteString("object", "list");
        w.WriteStartArray(call.Route.Dialect == Dialect.Gemini ? "models" : "data");
        foreach (var name in names) WriteOne(w, call.Route.Dialect, name);
        w.WriteEndArray();
        if (call.Route.Dialect == Dialect.Anthropic)
        {
            w.WriteBoolean("has_more", false);
            w.WriteString("first_id", names.Count > 0 ? names[0] : null);
            w.WriteString("last_id", names.Count > 0 ? names[^1] : null);
        }
        w.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter w, Dialect dialect, string name)
    {
        w.WriteStartObject();
        switch (dialect)
        {
            case Dialect.Anthropic:
                w.WriteString("type", "model");
                w.WriteString("id", name);
                w.WriteString("display_name", name);
                w.WriteString("created_at", "2025-01-01T00:00:00Z");
                break;
            case Dialect.Gemini:
                w.WriteString("name", "models/" + name);
                w.WriteString("version", "001");
                w.WriteString("displayName", name);
                w.WriteNumber("inputTokenLimit", 1_048_576);
                w.WriteNumber("outputTokenLimit", 65_536);
                w.WriteStartArray("supportedGenerationMethods");
                w.WriteStringValue("generateContent");
                w.WriteStringValue("countTokens");
                w.WriteEndArray();
                break;
            default:
                w.WriteString("id", name);
                w.WriteString("object", "model");
                w.WriteNumber("created", Created);
                w.WriteString("owned_by", "simulator");
                break;
        }
        w.WriteEndObject();
    }
}
