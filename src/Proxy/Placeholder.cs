namespace LlmSentinel.Proxy;

internal static class Placeholder;
