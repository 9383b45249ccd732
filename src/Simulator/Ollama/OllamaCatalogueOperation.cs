using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Ollama;

/// <summary>/api/tags, /api/show and /api/version.</summary>
internal sealed class OllamaCatalogueOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            switch (call.Route.Operation)
            {
                case Operation.OllamaVersion:
                    w.WriteString("version", "0.12.6");
                    break;
                case Operation.OllamaTags:
                    w.WriteStartArray("models");
                    foreach (var name in ModelsOperation.Names(call)) WriteTag(w, name);
                    w.WriteEndArray();
                    break;
                default:
                    WriteShow(w, call);
                    break;
            }
            w.WriteEndObject();
        }
        await PlainReply.SendAsync(call, buffer.WrittenMemory);
    }

    private static void WriteTag(Utf8JsonWriter w, string name)
    {
        w.WriteStartObject();
        w.WriteString("name", name);
        w.WriteString("model", name);
        w.WriteString("modified_at", "2026-01-02T03:04:05Z");
        w.WriteNumber("size", 2_019_393_189);
        w.WriteString("digest", "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72");
        WriteDetails(w);
        w.WriteEndObject();
    }

    private static void WriteShow(Utf8JsonWriter w, SimCall call)
    {
        using var document = RequestJson.Parse(call);
        ModelGate.Check(call, RequestJson.Model(call, document.RootElement));
        w.WriteString("modelfile", "");
        w.WriteString("parameters", "");
        w.WriteString("template", "{{ .Prompt }}");
        WriteDetails(w);
        w.WriteStartObject("model_info");
        w.WriteString("general.architecture", "llama");
        w.WriteNumber("llama.context_length", 131_072);
        w.WriteEndObject();
        w.WriteStartArray("capabilities");
        w.WriteStringValue("completion");
        w.WriteStringValue("tools");
        w.WriteEndArray();
        w.WriteString("modified_at", "2026-01-02T03:04:05Z");
    }

    private static void WriteDetails(Utf8JsonWriter w)
    {
        w.WriteStartObject("details");
        w.WriteString("parent_model", "");
        w.WriteString("format", "gguf");
        w.WriteString("family", "llama");
        w.WriteStartArray("families");
        w.WriteStringValue("llama");
        w.WriteEndArray();
        w.WriteString("parameter_size", "3.2B");
        w.WriteString("quantization_level", "Q4_K_M");
        w.WriteEndObject();
    }
}
