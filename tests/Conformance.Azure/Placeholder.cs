namespace LlmSentinel.Conformance.Azure;
