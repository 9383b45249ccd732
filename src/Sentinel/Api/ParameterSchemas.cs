using System.Globalization;
using System.Text.Json.Nodes;
using LlmSentinel.Core.Exchanges;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Says in the OpenAPI document what the query parameters really are; the handlers take them as text to refuse them by name.</summary>
internal static class ParameterSchemas
{
    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Schema = Schema(parameter.Name) ?? parameter.Schema;
        return Task.CompletedTask;
    }

    private static OpenApiSchema? Schema(string? name) => name switch
    {
        "limit" => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = 1.ToString(CultureInfo.InvariantCulture),
            Maximum = 1000.ToString(CultureInfo.InvariantCulture),
            Default = 100,
        },
        "streamed" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "outcome" => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ExchangeNames.Outcomes.Select(o => (JsonNode)o)] },
        "id" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        _ => null,
    };
}
