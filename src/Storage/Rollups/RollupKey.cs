using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Rollups;

/// <summary>Which exchanges a rollup sums up, apart from their time: every word and flag a summary can be filtered or grouped by.</summary>
/// <param name="Upstream">Upstream.</param>
/// <param name="Model">The responding model, or the requested one where none responded.</param>
/// <param name="App">Application; null where there is none, and in rollups over all of them.</param>
/// <param name="Operation">Operation.</param>
/// <param name="Outcome">How they ended.</param>
/// <param name="Streamed">Whether the answers were streams.</param>
internal readonly record struct RollupKey(string Upstream, string? Model, string? App, string Operation, ExchangeOutcome Outcome, bool Streamed)
{
    /// <summary>The key an exchange is counted under.</summary>
    public static RollupKey Of(Exchange exchange) => new(
        exchange.Upstream, exchange.ResponseModel ?? exchange.RequestModel, exchange.App, exchange.Operation, exchange.Outcome, exchange.Streamed);
}
