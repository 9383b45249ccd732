using LlmSentinel.Bench.SideBySide.Report;
using LlmSentinel.Bench.SideBySide.Run;
using LlmSentinel.Bench.SideBySide.Upstream;
using LlmSentinel.Bench.SideBySide.Yarp;

return args switch
{
    ["run", var root, .. var rest] => await RunVerb.RunAsync(root, RunOptions.Parse(rest)),
    ["report", var root, .. var rest] => await ReportVerb.RunAsync(root, rest),
    ["upstream", .. var rest] => UpstreamVerb.Run(rest),
    ["yarp", .. var rest] => await YarpVerb.RunAsync(rest),
    _ => throw new ArgumentException("run ROOT [options], report ROOT [results.json], upstream [port] or yarp URL UPSTREAM"),
};
