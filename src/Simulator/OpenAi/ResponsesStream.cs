using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>
/// A response as events: created, in_progress, then per output item added, its parts and deltas, done; at last completed or
/// incomplete with the whole response.
/// </summary>
internal sealed class ResponsesStream(StreamReply reply, SimCall call, JsonElement root, Plan plan)
{
    private readonly Answer _answer = plan.Answers[0];
    private int _item;

    public async Task WriteAsync()
    {
        using var sse = new Sse(reply.Out);
        var begun = ResponseObject.Render(call, root, plan, finished: false);
        Response(sse, "response.created", begun);
        Response(sse, "response.in_progress", begun);

        if (ResponseItems.HasReasoning(plan) && _answer.Reasoning.Count == 0) HiddenReasoning(sse);
        foreach (var chunk in Chunks.Of(_answer))
        {
            if (chunk.IsFirst) Start(sse, chunk);
            if (!await reply.NextAsync()) return;
            Delta(sse, chunk);
            if (chunk.IsLast) Stop(sse, chunk);
        }

        if (!await reply.LastAsync()) return;
        var finished = ResponseObject.Render(call, root, plan, finished: true);
        call.Engine.Responses.Add(plan.Id, finished);
        Response(sse, _answer.Finish == Finish.Length ? "response.incomplete" : "response.completed", finished);
        await reply.CloseAsync();
    }

    private void Response(Sse sse, string type, byte[] json) => Event(sse, type, w =>
    {
        w.WritePropertyName("response");
        w.WriteRawValue(json, skipInputValidation: true);
    });

    private void HiddenReasoning(Sse sse)
    {
        Item(sse, "response.output_item.added", w => ResponseItems.WriteReasoning(w, plan, finished: false));
        Item(sse, "response.output_item.done", w => ResponseItems.WriteReasoning(w, plan, finished: true));
        _item++;
    }

    private void Start(Sse sse, Chunk chunk)
    {
        switch (chunk.Kind)
        {
            case ChunkKind.Reasoning:
                Item(sse, "response.output_item.added", w => ResponseItems.WriteReasoning(w, plan, finished: false));
                Part(sse, chunk, "response.reasoning_summary_part.added", "");
                break;
            case ChunkKind.Text:
                Item(sse, "response.output_item.added", w => ResponseItems.WriteMessage(w, plan, finished: false));
                Part(sse, chunk, "response.content_part.added", "");
                break;
            default:
                Item(sse, "response.output_item.added", w => ResponseItems.WriteCall(w, _answer.ToolCalls[chunk.Tool], finished: false));
                break;
        }
    }

    private void Delta(Sse sse, Chunk chunk)
    {
        var type = chunk.Kind switch
        {
            ChunkKind.Reasoning => "response.reasoning_summary_text.delta",
            ChunkKind.Tool => "response.function_call_arguments.delta",
            _ => _answer.Refused ? "response.refusal.delta" : "response.output_text.delta",
        };
        Event(sse, type, w =>
        {
            Place(w, chunk);
            w.WriteString("delta", chunk.Text);
            if (type == "response.output_text.delta") NoLogprobs(w);
        });
    }

    private void Stop(Sse sse, Chunk chunk)
    {
        var text = string.Concat(chunk.Pieces);
        switch (chunk.Kind)
        {
            case ChunkKind.Reasoning:
                Done(sse, chunk, "response.reasoning_summary_text.done", "text", text);
                Part(sse, chunk, "response.reasoning_summary_part.done", text);
                Item(sse, "response.output_item.done", w => ResponseItems.WriteReasoning(w, plan, finished: true));
                break;
            case ChunkKind.Text:
                if (_answer.Refused) Done(sse, chunk, "response.refusal.done", "refusal", text);
                else Done(sse, chunk, "response.output_text.done", "text", text);
                Part(sse, chunk, "response.content_part.done", text);
                Item(sse, "response.output_item.done", w => ResponseItems.WriteMessage(w, plan, finished: true));
                break;
            default:
                Done(sse, chunk, "response.function_call_arguments.done", "arguments", text);
                Item(sse, "response.output_item.done", w => ResponseItems.WriteCall(w, _answer.ToolCalls[chunk.Tool], finished: true));
                break;
        }
        _item++;
    }

    private void Done(Sse sse, Chunk chunk, string type, string field, string text) => Event(sse, type, w =>
    {
        Place(w, chunk);
        w.WriteString(field, text);
        if (type == "response.output_text.done") NoLogprobs(w);
    });

    private void Part(Sse sse, Chunk chunk, string type, string text) => Event(sse, type, w =>
    {
        Place(w, chunk);
        w.WritePropertyName("part");
        if (chunk.Kind == ChunkKind.Reasoning) ResponseItems.WriteSummary(w, text);
        else ResponseItems.WritePart(w, _answer.Refused, text);
    });

    private void Item(Sse sse, string type, Action<Utf8JsonWriter> write) => Event(sse, type, w =>
    {
        w.WriteNumber("output_index", _item);
        w.WritePropertyName("item");
        write(w);
    });

    private void Place(Utf8JsonWriter w, Chunk chunk)
    {
        w.WriteString("item_id", chunk.Kind switch
        {
            ChunkKind.Reasoning => ResponseItems.ReasoningId(plan),
            ChunkKind.Text => ResponseItems.MessageId(plan),
            _ => "fc_" + _answer.ToolCalls[chunk.Tool].Id,
        });
        w.WriteNumber("output_index", _item);
        if (chunk.Kind == ChunkKind.Reasoning) w.WriteNumber("summary_index", 0);
        if (chunk.Kind == ChunkKind.Text) w.WriteNumber("content_index", 0);
    }

    private static void NoLogprobs(Utf8JsonWriter w)
    {
        w.WriteStartArray("logprobs");
        w.WriteEndArray();
    }

    private void Event(Sse sse, string type, Action<Utf8JsonWriter> write)
    {
        sse.Event(type, (Type: type, Sequence: call.Sequence, Write: write), static (w, s) =>
        {
            w.WriteString("type", s.Type);
            w.WriteNumber("sequence_number", s.Sequence);
            s.Write(w);
        });
        call.Sequence++;
    }
}
