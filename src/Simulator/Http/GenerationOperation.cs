using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>
/// The steps every request to generate goes through: (1) read the JSON, (2) does the model exist, (3) an error by the
/// scenario, (4) the plan, (5) the answer, streamed or in one piece.
/// </summary>
internal abstract class GenerationOperation : IOperation
{
    protected abstract string IdPrefix { get; }

    protected abstract GenerationRequest Read(SimCall call, JsonElement root);

    protected abstract void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan);

    protected abstract Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan);

    protected abstract void WriteStreamError(IBufferWriter<byte> target, SimCall call);

    protected virtual string StreamContentType(SimCall call) => "text/event-stream; charset=utf-8";

    protected virtual void OnPlainWritten(SimCall call, Plan plan, ReadOnlySpan<byte> json)
    {
    }

    /// <summary>Requests that generate nothing although they come on the same path.</summary>
    protected virtual bool TryAnswerWithoutPlan(SimCall call, JsonElement root, out byte[] json)
    {
        json = [];
        return false;
    }

    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        if (TryAnswerWithoutPlan(call, document.RootElement, out var json))
        {
            await PlainReply.SendAsync(call, json);
            return;
        }
        var request = Read(call, document.RootElement);
        call.Model = request.Model;
        ModelGate.Check(call, request.Model);
        if (await InjectedErrors.SendAsync(call, request.Model)) return;

        var plan = Planner.Make(call, request, IdPrefix);
        if (request.Stream)
        {
            await using var reply = new StreamReply(call, plan, WriteStreamError);
            await reply.OpenAsync(StreamContentType(call));
            await WriteStreamAsync(reply, call, request, plan);
            return;
        }
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, SimJson.WriterOptions)) WritePlain(writer, call, request, plan);
        OnPlainWritten(call, plan, buffer.WrittenSpan);
        await PlainReply.SendAsync(call, buffer.WrittenMemory, plan: plan);
    }
}
