using System.Text.Json.Serialization;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Api;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExchangePageView))]
[JsonSerializable(typeof(ExchangeView))]
[JsonSerializable(typeof(SummaryView))]
[JsonSerializable(typeof(SampleListView))]
[JsonSerializable(typeof(SampleView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(ConfigView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
