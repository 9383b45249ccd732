namespace LlmSentinel.Tokens;

internal static class Placeholder;
