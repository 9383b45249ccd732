using System.Text.Json.Serialization;

namespace LlmSentinel.Hosting.Admin;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
