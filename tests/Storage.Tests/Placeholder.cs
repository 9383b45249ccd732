namespace LlmSentinel.Storage.Tests;
