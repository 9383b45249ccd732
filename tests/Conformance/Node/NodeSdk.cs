using System.Text.Json.Nodes;
using LlmSentinel.Conformance.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Conformance.Node;

/// <summary>The official JavaScript SDKs, each run in a Node process by tests/Conformance/node/driver.mjs.</summary>
internal static class NodeSdk
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Conformance", "node");

    /// <summary>A scenario of the driver; its headers come from tests/Conformance/node/steering.mjs.</summary>
    public static Func<ClientCall, Task<JsonNode>> Scenario(string sdk, string scenario) => async call =>
    {
        var node = External.RequireOrSkip("node");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "openai")))
            External.MissingOrSkip("The JavaScript SDKs are not installed; ./test.sh installs them.");

        var run = await ProcessRun.RunAsync(
            node, ["driver.mjs", sdk, call.Root.AbsoluteUri, scenario, call.Headers["x-sentinel-app"]], Folder);
        return run.ExitCode == 0
            ? JsonNode.Parse(run.Output)!
            : throw new InvalidOperationException($"The driver ended with code {run.ExitCode}: {run.Output}{run.Error}");
    };
}
