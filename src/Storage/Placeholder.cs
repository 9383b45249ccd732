namespace LlmSentinel.Storage;

internal static class Placeholder;
