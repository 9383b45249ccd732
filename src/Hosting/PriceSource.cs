using LlmSentinel.Configuration;
using LlmSentinel.Core.Pricing;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>Loads the price catalogue a configuration asks for. A file with errors is left out and says so; the others are used.</summary>
internal sealed partial class PriceSource
{
    private readonly ILogger _logger;

    public PriceSource(ConfigurationSnapshot configuration, ILogger<PriceSource> logger)
    {
        _logger = logger;
        Pricer = new Pricer(Load(configuration), configuration.Options.Upstreams);
    }

    public Pricer Pricer { get; }

    public void Update(ConfigurationSnapshot configuration) => Pricer.Update(Load(configuration), configuration.Options.Upstreams);

    private PriceCatalogue Load(ConfigurationSnapshot configuration)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(configuration.Path ?? "sentinel.yaml"))!;
        var result = PriceCatalogueLoader.Load(configuration.Options.Pricing, [.. configuration.Upstreams.Select(u => u.Name)], directory);
        foreach (var error in result.Errors)
            LogPriceFile(error.ToString());
        return result.Catalogue;
    }

    [LoggerMessage(Core.Telemetry.EventIds.PriceFileLeftOut, LogLevel.Error, "A price list is left out: {Problem}")]
    private partial void LogPriceFile(string problem);
}
