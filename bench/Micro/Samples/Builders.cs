using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>Makes builders of records, with the built-in prices.</summary>
internal static class Builders
{
    public static ExchangeBuilder Create() => new(
        new Pricer(PriceCatalogue.BuiltIn, new Dictionary<string, UpstreamOptions>()),
        new AppIdentity(new byte[32]),
        new LabelLimiter(MetricTags.Model, 100, 128),
        new LabelLimiter(MetricTags.App, 100, 128));
}
