using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>
/// A chat completion as chunks: role first, then deltas, the finish reason, usage when asked for, [DONE]. What all chunks share is
/// rendered once.
/// </summary>
internal sealed class ChatStream
{
    private readonly StreamReply _reply;
    private readonly GenerationRequest _request;
    private readonly Plan _plan;
    private readonly SimCall _call;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly string _reasoningField;
    private SimRandom _padding;

    public ChatStream(StreamReply reply, SimCall call, GenerationRequest request, Plan plan)
    {
        (_reply, _call, _request, _plan) = (reply, call, request, plan);
        _head = Head(call, plan);
        _tail = request.IncludeUsage ? "],\"usage\":null"u8.ToArray() : "]"u8.ToArray();
        _reasoningField = ReasoningField.For(call, request);
        _padding = SimRandom.For(call.Key + 1, Purpose.Ids);
    }

    private IBufferWriter<byte> Out => _reply.Out;

    public async Task WriteAsync()
    {
        if (_call.Route.Dialect == Dialect.Azure) Out.Put(Encoding.UTF8.GetBytes(AzureFilters.StreamPreamble));
        for (var i = 0; i < _plan.Answers.Count; i++) Role(i);

        var running = _plan.Answers.Select((a, i) => (Index: i, Chunks: Chunks.Of(a).GetEnumerator())).ToList();
        for (var at = 0; running.Count > 0;)
        {
            var (index, chunks) = running[at];
            if (chunks.MoveNext())
            {
                if (!await _reply.NextAsync()) return;
                Delta(index, chunks.Current);
                at++;
            }
            else
            {
                running.RemoveAt(at);
            }
            if (at >= running.Count) at = 0;
        }

        if (!await _reply.LastAsync()) return;
        for (var i = 0; i < _plan.Answers.Count; i++) End(i, _plan.Answers[i]);
        if (_request.IncludeUsage) Usage();
        Out.Put("data: [DONE]\n\n"u8);
        await _reply.CloseAsync();
    }

    private void Role(int index)
    {
        Open(index);
        Out.Put("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null"u8);
        Close();
    }

    private void Delta(int index, Chunk chunk)
    {
        if (chunk.Kind == ChunkKind.Tool)
        {
            if (chunk.IsFirst) ToolStart(index, chunk.Tool);
            Open(index);
            Out.Put("\"tool_calls\":[{\"index\":"u8);
            Out.Put(chunk.Tool);
            Out.Put(",\"function\":{\"arguments\":\""u8);
            Out.PutJson(chunk.Pieces, chunk.From, chunk.To);
            Out.Put("\"}}]"u8);
            Close();
            return;
        }
        Open(index);
        Out.Put("\""u8);
        Out.PutJson(chunk.Kind == ChunkKind.Reasoning ? _reasoningField : _plan.Answers[index].Refused ? "refusal" : "content");
        Out.Put("\":\""u8);
        Out.PutJson(chunk.Pieces, chunk.From, chunk.To);
        Out.Put("\""u8);
        if (_request.Logprobs && chunk.Kind == ChunkKind.Text) CloseWithLogprobs(chunk, _plan.Answers[index].Refused);
        else Close();
    }

    private void ToolStart(int index, int tool)
    {
        var call = _plan.Answers[index].ToolCalls[tool];
        Open(index);
        Out.Put("\"tool_calls\":[{\"index\":"u8);
        Out.Put(tool);
        Out.Put(",\"id\":\"call_"u8);
        Out.PutJson(call.Id);
        Out.Put("\",\"type\":\"function\",\"function\":{\"name\":\""u8);
        Out.PutJson(call.Name);
        Out.Put("\",\"arguments\":\"\"}}]"u8);
        Close();
    }

    private void End(int index, Answer answer)
    {
        Open(index);
        Out.Put("},\"logprobs\":null,\"finish_reason\":\""u8);
        Out.PutJson(FinishReasons.For(answer.Finish));
        Out.Put("\""u8);
        Finish(last: !_request.IncludeUsage);
    }

    private void Timings()
    {
        if (!_call.Controls.Timings) return;
        Out.Put(","u8);
        using var writer = new Utf8JsonWriter(Out, SimJson.WriterOptions);
        LlamaTimings.Write(writer, _plan);
    }

    private void Usage()
    {
        Out.Put(_head);
        Out.Put("],"u8);
        using (var writer = new Utf8JsonWriter(Out, SimJson.WriterOptions)) OpenAiUsage.Write(writer, _plan.Usage);
        Timings();
        Pad();
        Out.Put("}\n\n"u8);
    }

    private void Open(int index)
    {
        Out.Put(_head);
        Out.Put("{\"index\":"u8);
        Out.Put(index);
        Out.Put(",\"delta\":{"u8);
    }

    private void Close()
    {
        Out.Put("},\"logprobs\":null,\"finish_reason\":null"u8);
        Finish();
    }

    private void CloseWithLogprobs(Chunk chunk, bool refusal)
    {
        Out.Put("},\"logprobs\":"u8);
        using (var writer = new Utf8JsonWriter(Out, SimJson.WriterOptions)) Logprobs.Write(writer, chunk.Pieces, chunk.From, chunk.To, refusal);
        Out.Put(",\"finish_reason\":null"u8);
        Finish();
    }

    private void Finish(bool last = false)
    {
        if (_call.Route.Dialect == Dialect.Azure) Out.Put(",\"content_filter_results\":{}"u8);
        Out.Put("}"u8);
        Out.Put(_tail);
        if (last) Timings();
        Pad();
        Out.Put("}\n\n"u8);
    }

    private void Pad()
    {
        if (!_request.Obfuscate) return;
        Out.Put(",\"obfuscation\":\""u8);
        Out.PutJson(_padding.NextToken("", 4 + _padding.Next(8)));
        Out.Put("\""u8);
    }

    private static byte[] Head(SimCall call, Plan plan)
    {
        var head = new ArrayBufferWriter<byte>(256);
        head.Put("data: {\"id\":\""u8);
        head.PutJson(plan.Id);
        head.Put("\",\"object\":\"chat.completion.chunk\",\"created\":"u8);
        head.Put(call.UnixNow);
        head.Put(",\"model\":\""u8);
        head.PutJson(plan.Model);
        head.Put("\",\"service_tier\":\"default\",\"system_fingerprint\":\""u8);
        head.PutJson(plan.Fingerprint);
        head.Put("\",\"choices\":["u8);
        return head.WrittenSpan.ToArray();
    }
}
