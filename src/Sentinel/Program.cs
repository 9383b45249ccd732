using System.CommandLine;
using LlmSentinel.Sentinel;

// A stop signal means draining, which takes as long as it takes: the verbs handle signals themselves.
return await SentinelCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
