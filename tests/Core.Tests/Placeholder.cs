namespace LlmSentinel.Core.Tests;
