namespace LlmSentinel.Tokens.Tests;
