namespace LlmSentinel.Configuration.Tests;
