namespace LlmSentinel.Simulator.Tests;
