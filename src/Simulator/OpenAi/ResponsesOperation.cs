using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>POST /v1/responses.</summary>
internal sealed class ResponsesOperation : GenerationOperation
{
    protected override string IdPrefix => "resp_";

    protected override GenerationRequest Read(SimCall call, JsonElement root) => ResponsesRequest.Read(call, root);

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan) =>
        ResponseObject.Write(w, call, request.Root, plan, finished: true);

    protected override void OnPlainWritten(SimCall call, Plan plan, ReadOnlySpan<byte> json) => call.Engine.Responses.Add(plan.Id, json);

    protected override Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan) =>
        new ResponsesStream(reply, call, request.Root, plan).WriteAsync();

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call)
    {
        target.Put("event: error\ndata: {\"type\":\"error\",\"sequence_number\":"u8);
        target.Put(call.Sequence);
        target.Put(",\"error\":{\"type\":\"server_error\",\"code\":\"server_error\",\"message\":\"The server had an error while processing your request.\",\"param\":null}}\n\n"u8);
    }
}
