using System.Text.Json;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Writes the configuration in effect, masked, with the source of each value, as one JSON object.</summary>
internal sealed record ConfigurationView(Action<Utf8JsonWriter> WriteTo);
