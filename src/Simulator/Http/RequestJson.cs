using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>The request body as a JSON object, or a 400.</summary>
internal static class RequestJson
{
    public static JsonDocument Parse(SimCall call)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(call.Body);
        }
        catch (JsonException)
        {
            throw new BadRequestException("We could not parse the JSON body of your request.");
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new BadRequestException("The body of the request must be a JSON object.");
    }

    public static string Model(SimCall call, JsonElement root) => call.Route.Name
        ?? root.Text("model")
        ?? throw new BadRequestException("you must provide a model parameter", code: "missing_model", param: "model");
}
