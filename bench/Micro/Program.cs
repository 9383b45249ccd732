using BenchmarkDotNet.Running;
using LlmSentinel.Bench.Micro;

// micro [filter] [--long]: benchmarks whose name holds the filter (a * stands for anything); all without one.
var filter = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? "";
var table = new ResultTable(Console.Out);
var config = MicroConfig.Create(args.Contains("--long") ? MicroConfig.Long : MicroConfig.Short, table);

table.WriteHead();
var share = new ProcessorShare();
var summaries = BenchmarkSwitcher.FromTypes(MicroConfig.Benchmarks).Run(["--filter", $"*{filter}*"], config).ToList();
foreach (var error in summaries.SelectMany(summary => summary.ValidationErrors).Where(error => error.IsCritical))
    await Console.Error.WriteLineAsync(error.Message);

if (table.Rows.Count == 0)
{
    await Console.Error.WriteLineAsync($"No benchmark's name holds '{filter}'.");
    return 2;
}

var path = Path.Combine("artifacts", "bench", "micro.json");
MicroJson.Write(path, table.Rows, share.SoFar);
if (share.SoFar < ProcessorShare.Quiet)
    Console.WriteLine($"Something else used the machine: this process got {share.SoFar:P0} of a processor. Do not trust these figures.");
Console.WriteLine($"Written to {path}.");
return table.Rows.Any(row => row.Median is null) ? 1 : 0;
