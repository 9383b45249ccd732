namespace LlmSentinel.Core;

internal static class Placeholder;
