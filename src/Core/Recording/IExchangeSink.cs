using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Recording;

/// <summary>
/// Takes every finished exchange: metrics, the store, spans. Called by one thread at a time, off the request's path.
/// Must not block: a sink with slow work keeps a bounded queue of its own and counts what it drops.
/// </summary>
public interface IExchangeSink
{
    /// <summary>Short name for logs and the stage-failure metric.</summary>
    string Name { get; }

    /// <summary>Records one exchange. An exception is counted and logged by the caller and never reaches the client's call.</summary>
    void Record(Exchange exchange);
}
