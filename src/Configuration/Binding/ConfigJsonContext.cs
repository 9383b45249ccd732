using System.Text.Json.Serialization;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Binding;

/// <summary>
/// Reads the option classes without reflection. Every key of a settings tree is written, defaults too: generated code does not keep the
/// initial value of an init-only property that the JSON leaves out.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(DurationConverter), typeof(UsageModeConverter)])]
[JsonSerializable(typeof(SentinelOptions))]
internal sealed partial class ConfigJsonContext : JsonSerializerContext;
