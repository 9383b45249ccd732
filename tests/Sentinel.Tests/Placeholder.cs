namespace LlmSentinel.Sentinel.Tests;
