namespace LlmSentinel.Core.Exchanges;

/// <summary>How an exchange ended, as the client of the provider would call it.</summary>
public enum ExchangeOutcome
{
    /// <summary>A 2xx or 3xx answer that arrived whole, its stream closed by the dialect's own terminal marker.</summary>
    Ok,

    /// <summary>A 4xx answer other than 429 and 408.</summary>
    ClientError,

    /// <summary>429, or a rate-limit error inside a 200 stream.</summary>
    RateLimited,

    /// <summary>5xx, or an error event inside a 200 stream.</summary>
    ServerError,

    /// <summary>One of the sentinel's configured timeouts ended the call, or the provider answered 408 or 504.</summary>
    Timeout,

    /// <summary>The client went away before the answer was complete.</summary>
    ClientAborted,

    /// <summary>The upstream could not be reached, closed the connection, or ended a stream without its terminal marker.</summary>
    UpstreamAborted,
}
