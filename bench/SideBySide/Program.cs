using LlmSentinel.Bench.SideBySide.Results;

Console.WriteLine($"schema {BenchResults.CurrentSchema}");
