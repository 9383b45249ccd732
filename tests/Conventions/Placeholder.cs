namespace LlmSentinel.Conventions;
