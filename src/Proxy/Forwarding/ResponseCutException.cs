namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// Ends a call whose response was cut after its head: the server closes the client's connection without the end mark of the body.
/// </summary>
internal sealed class ResponseCutException() : Exception("The response was cut: the upstream broke off or a timeout struck after the head was relayed.");
