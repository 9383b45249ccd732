using System.Text.Json.Serialization;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Exporting.Formats.JsonLines;

/// <summary>The API's form of an exchange, without the names of what is unknown. A name that is not of this form is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ExchangeView))]
internal sealed partial class JsonLinesContext : JsonSerializerContext;
