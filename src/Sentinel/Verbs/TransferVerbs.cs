using System.CommandLine;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Formats;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary>What <c>sentinel export</c> and <c>sentinel import</c> have in common.</summary>
internal static class TransferVerbs
{
    /// <summary>Exit code of a run that was told to stop (128 and SIGINT).</summary>
    private const int StoppedExitCode = 130;

    public static Option<string?> Format()
    {
        var format = new Option<string?>("--format", "-f") { Description = "csv, jsonl or parquet. Default: what the file's name says." };
        format.AcceptOnlyFromAmong([.. ExportFormat.All]);
        return format;
    }

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Errors only." };

    /// <summary>The configuration in effect. Throws <see cref="TransferException"/> with all that is wrong with it.</summary>
    public static ConfigurationSnapshot Configuration(string? path)
    {
        var result = ConfigurationLoader.ForProcess().Load(path);
        return result.Snapshot ?? throw new TransferException(string.Join(Environment.NewLine, result.Errors));
    }

    /// <summary>Runs it, says what ends it early, and returns the exit code.</summary>
    public static async Task<int> RunAsync(string what, TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is TransferException or StoreUnavailableException)
        {
            await error.WriteLineAsync($"{what}: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{what}: stopped");
            return StoppedExitCode;
        }
    }
}
