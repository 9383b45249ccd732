using LlmSentinel.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// The price catalogue a configuration asks for, loaded when it is first needed: reading it takes longer than opening the data port. A
/// file with errors is left out and says so; the others are used.
/// </summary>
internal sealed partial class PriceSource : IPricer
{
    private readonly ILogger _logger;
    private readonly Lazy<Pricer> _pricer;

    public PriceSource(ConfigurationSnapshot configuration, ILogger<PriceSource> logger)
    {
        _logger = logger;
        _pricer = new Lazy<Pricer>(() => new Pricer(Load(configuration), configuration.Options.Upstreams));
    }

    public Pricer Pricer => _pricer.Value;

    public ExchangeCost Price(in PriceRequest request) => Pricer.Price(request);

    /// <summary>Has the catalogue ready, and what is wrong with it in the log, before the first call ends.</summary>
    public void LoadInBackground() => Task.Run(() => _pricer.Value);

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
