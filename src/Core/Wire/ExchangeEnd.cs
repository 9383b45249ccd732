namespace LlmSentinel.Core.Wire;

/// <summary>How the transport of a call ended, as far as the proxy can tell.</summary>
public enum ExchangeEnd
{
    /// <summary>The response's last byte was passed on.</summary>
    Complete,

    /// <summary>The client went away first.</summary>
    ClientAborted,

    /// <summary>The upstream could not be reached, or broke off.</summary>
    UpstreamAborted,

    /// <summary>One of the sentinel's own timeouts ended it.</summary>
    TimedOut,

    /// <summary>The client's request broke HTTP's rules.</summary>
    BadRequest,
}
