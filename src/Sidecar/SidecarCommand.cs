using LlmSentinel.Configuration;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting;

namespace LlmSentinel.Sidecar;

/// <summary>The command line: one thing to do and one option, so that nothing has to be loaded to read it.</summary>
internal static class SidecarCommand
{
    private const string Usage = """
        sidecar: forwards LLM calls untouched and records what they were, took and cost. The data path of `sentinel`, and nothing else.

        Usage:
          sidecar [--config FILE]

        Options:
          -c, --config FILE  Configuration file. Default: $SENTINEL_CONFIG, ./sentinel.yaml, ./config/sentinel.yaml, else built-in defaults.
          -?, -h, --help     Show this and exit.
          --version          Show the version and exit.
        """;

    /// <summary>Exit code 1 when the sidecar cannot start or the arguments are not understood.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case []:
                return await ServeAsync(null);
            case ["--config" or "-c", var file]:
                return await ServeAsync(file);
            case [var one] when one.StartsWith("--config=", StringComparison.Ordinal):
                return await ServeAsync(one["--config=".Length..]);
            case ["--help" or "-h" or "-?"]:
                await output.WriteLineAsync(Usage);
                return 0;
            case ["--version"]:
                await output.WriteLineAsync(SentinelMetrics.Version);
                return 0;
            default:
                await error.WriteLineAsync($"Not understood: {string.Join(' ', arguments)}");
                await error.WriteLineAsync(Usage);
                return 1;
        }

        Task<int> ServeAsync(string? file) =>
            Serving.RunAsync(LeanEdition.Instance, ConfigurationLoader.ForProcess(), file, output, error, cancellationToken);
    }
}
