namespace LlmSentinel.Configuration;

internal static class Placeholder;
