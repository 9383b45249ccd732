namespace LlmSentinel.Proxy.Tests;
