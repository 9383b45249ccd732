using System.CommandLine;
using System.Globalization;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Sentinel.Exporting.Progress;
using LlmSentinel.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel import</c>: exchanges of a file into the configured store, while no sentinel writes it.</summary>
internal static class ImportVerb
{
    private const string What = "import";

    public static Command Create()
    {
        var input = new Argument<string>("file") { Description = "File to read, compressed when it ends with .gz; - reads standard input." };
        var format = TransferVerbs.Format();
        var skipBad = new Option<bool>("--skip-bad") { Description = "Go on after rows that cannot be read; they are named and counted." };
        var quiet = TransferVerbs.Quiet();

        var command = new Command(What, "Read exchanges from a file into the store; what is there already is left as it is.") { input, format, skipBad, quiet };
        command.SetAction((result, cancellationToken) =>
        {
            var (config, error) = (result.GetValue(CommonOptions.Config), result.InvocationConfiguration.Error);
            return TransferVerbs.RunAsync(What, error, () => StopSignal.RunAsync(
                stop =>
                {
                    var store = TransferVerbs.Configuration(config).Options.Store;
                    var file = result.GetRequiredValue(input);
                    var expired = store.Retention > TimeSpan.Zero ? TimeProvider.System.GetUtcNow() - store.Retention : (DateTimeOffset?)null;
                    var arguments = new ImportArguments(file, Format(result.GetValue(format), file), result.GetValue(skipBad), expired);
                    return ImportAsync(arguments, store, error, result.GetValue(quiet), stop);
                },
                cancellationToken));
        });
        return command;
    }

    private static async Task<int> ImportAsync(ImportArguments arguments, StoreOptions options, TextWriter error, bool quiet, CancellationToken stop)
    {
        await using var store = StoreFiles.OpenForWriting(options, TimeProvider.System, NullLoggerFactory.Instance);
        var count = new TransferCount(TimeProvider.System);
        var run = new ImportRun(store, arguments, count, problem => error.WriteLine($"{What}: {problem}"));
        try
        {
            await new ProgressView(error, quiet, TimeProvider.System).RunAsync(What, count, () => run.RunAsync(stop));
        }
        catch (OperationCanceledException)
        {
            await SayAsync(run.Result, count, error, stopped: true);
            throw;
        }

        if (run.Result.Stopped is { } problem)
            await error.WriteLineAsync($"{What}: {problem}");
        if (!quiet || run.Result.Stopped is not null || run.Result.Refused > 0)
            await SayAsync(run.Result, count, error, run.Result.Stopped is not null);
        return run.Result.Stopped is null && run.Result.Refused == 0 ? 0 : 1;
    }

    private static async Task SayAsync(ImportResult result, TransferCount count, TextWriter error, bool stopped)
    {
        await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{What}: {result.Added:N0} rows written, {result.Known:N0} there already, {result.Bad:N0} bad, {count.Elapsed.TotalSeconds:0.0} s"));
        if (stopped)
            await error.WriteLineAsync($"{What}: it ended early; what was written stays, and another import leaves it out");
        if (result.Refused > 0)
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{What}: {result.Refused:N0} rows cannot be stored ({result.Refusal})"));
        if (result.Expired > 0)
        {
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{What}: {result.Expired:N0} rows are older than store.retention; a sentinel removes them when it runs"));
        }
    }

    private static string Format(string? asked, string input)
    {
        var format = asked ?? ExportFormat.Of(input)
            ?? throw new TransferException($"the name {input} tells no format; give --format {string.Join('|', ExportFormat.All)}");
        if (format == ExportFormat.Parquet && (input == ExportOutput.Standard || ExportFormat.IsGzip(input)))
            throw new TransferException("Parquet is read from its end: it comes from a file, and not a compressed one");
        return format;
    }
}
