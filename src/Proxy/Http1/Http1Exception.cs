namespace LlmSentinel.Proxy.Http1;

/// <summary>The upstream's bytes are no HTTP/1.1 answer, or end before it does.</summary>
internal sealed class Http1Exception(string message) : IOException(message);
