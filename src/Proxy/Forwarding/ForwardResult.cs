using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>What came of forwarding.</summary>
/// <param name="Error">In YARP's words.</param>
/// <param name="Exception">How it failed, where it did.</param>
internal readonly record struct ForwardResult(ForwarderError Error, Exception? Exception);
