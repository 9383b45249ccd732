namespace LlmSentinel.Conformance;
