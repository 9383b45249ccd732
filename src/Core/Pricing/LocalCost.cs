using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Pricing;

/// <summary>Cost of a server of one's own: hardware and electricity over the time it was busy with the exchange.</summary>
internal static class LocalCost
{
    private const decimal SecondsPerHour = 3600m;
    private const decimal WattsPerKilowatt = 1000m;

    /// <summary>US dollars: (hardware per hour + watts / 1000 x price per kWh) / 3600, per busy second.</summary>
    internal static ExchangeCost Price(LocalCostOptions options, TimeSpan busy)
    {
        var perHour = options.HardwarePerHour + (options.Watts / WattsPerKilowatt * options.PricePerKwh);
        var seconds = Math.Max(0, busy.Ticks) / (decimal)TimeSpan.TicksPerSecond;
        return new ExchangeCost { Total = perHour * seconds / SecondsPerHour, Source = CostSource.Local, PriceId = "local" };
    }
}
