using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

/// <summary>tests/Conformance/node/otlp-receiver.mjs: an OTLP receiver that shares no code with the exporter under test.</summary>
internal sealed class NodeCollector : IAsyncDisposable
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Conformance", "node");

    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _lines = new();
    private JsonElement _ports;

    private NodeCollector(Process process) => _process = process;

    public string Grpc => $"http://127.0.0.1:{_ports.GetProperty("grpc").GetInt32()}";

    public string Http => $"http://127.0.0.1:{_ports.GetProperty("http").GetInt32()}";

    /// <summary>Requests so far: their transport, signal, authorization and message.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. _lines.Where(line => line.TryGetProperty("signal", out _))];

    public static async Task<NodeCollector> StartAsync()
    {
        var node = External.RequireOrSkip("node");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@opentelemetry", "otlp-transformer")))
            External.MissingOrSkip("The JavaScript packages are not installed; ./test.sh installs them.");
        var process = Process.Start(new ProcessStartInfo(node, "otlp-receiver.mjs")
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var collector = new NodeCollector(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } json)
                collector._lines.Enqueue(JsonElement.Parse(json));
        };
        process.BeginOutputReadLine();
        await Eventually.TrueAsync(() => collector._lines.TryPeek(out collector._ports), "the receiver says where it listens", TimeSpan.FromMinutes(1));
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
