namespace LlmSentinel.Simulator;

internal static class Placeholder;
