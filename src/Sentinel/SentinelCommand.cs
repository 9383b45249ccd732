using System.CommandLine;
using LlmSentinel.Sentinel.Verbs;

namespace LlmSentinel.Sentinel;

/// <summary>The command line: one verb per file in Verbs; without a verb it serves.</summary>
internal static class SentinelCommand
{
    public static RootCommand Create()
    {
        var serve = ServeVerb.Create();
        var root = new RootCommand("A sidecar that forwards LLM calls untouched and records what they were, took and cost.")
        {
            CommonOptions.Config,
            serve,
            CheckVerb.Create(),
            SchemaVerb.Create(),
            ExportVerb.Create(),
            ImportVerb.Create(),
            SimulateVerb.Create(),
            TopVerb.Create(),
            DemoVerb.Create(),
            StoreVerb.Create(),
        };
        root.Action = serve.Action;
        return root;
    }
}
