namespace LlmSentinel.Functional;
