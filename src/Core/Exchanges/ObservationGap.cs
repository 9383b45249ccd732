namespace LlmSentinel.Core.Exchanges;

/// <summary>Why body-derived fields of an exchange may be missing.</summary>
public enum ObservationGap
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>The body was longer than the copy kept of one exchange.</summary>
    ExchangeLimit,

    /// <summary>All copies together had reached the process-wide byte budget.</summary>
    ByteBudget,

    /// <summary>A content encoding that cannot be decoded.</summary>
    UnknownEncoding,

    /// <summary>The body was not what its dialect prescribes.</summary>
    Malformed,

    /// <summary>The observer itself failed; the call was not affected.</summary>
    ObserverFailed,
}
