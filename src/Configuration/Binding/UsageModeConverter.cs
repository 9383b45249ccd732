using System.Text.Json;
using System.Text.Json.Serialization;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Binding;

internal sealed class UsageModeConverter() : JsonStringEnumConverter<UsageMode>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
