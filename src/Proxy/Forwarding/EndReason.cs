namespace LlmSentinel.Proxy.Forwarding;

/// <summary>How the forwarding of a call ended, as seen on the connections.</summary>
internal enum EndReason
{
    /// <summary>Request and response were relayed to their ends.</summary>
    Completed,

    /// <summary>The client went away first.</summary>
    ClientAborted,

    /// <summary>The upstream broke the connection after its response head.</summary>
    UpstreamAborted,

    /// <summary>The upstream could not be reached, or broke the connection before its response head.</summary>
    UpstreamUnreachable,

    /// <summary>One of the configured timeouts struck.</summary>
    TimedOut,

    /// <summary>No destination was healthy.</summary>
    NoDestination,

    /// <summary>The client's request body broke HTTP's rules.</summary>
    BadRequestBody,
}
