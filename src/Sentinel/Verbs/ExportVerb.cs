using System.CommandLine;
using System.Globalization;
using LlmSentinel.Core.Recording;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Sentinel.Exporting.Progress;
using LlmSentinel.Storage;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel export</c>: exchanges of the configured store as a file, while a sentinel runs or not.</summary>
internal static class ExportVerb
{
    private const string What = "export";

    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Started at or after: ISO 8601, or an age such as -7d. Default: everything.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Started before. Default: now.", HelpName = "TIME" };
        var upstream = new Option<string?>("--upstream") { Description = "Only this upstream.", HelpName = "NAME" };
        var model = new Option<string?>("--model") { Description = "Only this model: the one that answered, or was asked for where none answered.", HelpName = "NAME" };
        var app = new Option<string?>("--app") { Description = "Only this application.", HelpName = "NAME" };
        var format = TransferVerbs.Format();
        var output = new Option<string>("--output", "-o")
        {
            Description = "File to write; csv and jsonl are compressed when it ends with .gz. Default: - (standard output).", HelpName = "FILE",
            DefaultValueFactory = _ => ExportOutput.Standard,
        };
        var quiet = TransferVerbs.Quiet();

        var command = new Command(What, "Write recorded exchanges to a file, oldest first.") { from, to, upstream, model, app, format, output, quiet };
        command.SetAction((result, cancellationToken) =>
        {
            var (config, error) = (result.GetValue(CommonOptions.Config), result.InvocationConfiguration.Error);
            return TransferVerbs.RunAsync(What, error, () => StopSignal.RunAsync(
                stop =>
                {
                    var filter = new ExchangeQuery { Upstream = result.GetValue(upstream), Model = result.GetValue(model), App = result.GetValue(app) };
                    filter = Between(filter, result.GetValue(from), result.GetValue(to), TimeProvider.System.GetUtcNow());
                    var arguments = new ExportArguments(filter, Format(result.GetValue(format), result.GetValue(output)!), result.GetValue(output)!);
                    return ExportAsync(arguments, config, error, result.GetValue(quiet), stop);
                },
                cancellationToken));
        });
        return command;
    }

    private static async Task<int> ExportAsync(ExportArguments arguments, string? config, TextWriter error, bool quiet, CancellationToken stop)
    {
        var source = StoreFiles.OpenForReading(TransferVerbs.Configuration(config).Options.Store);
        using var closing = source as IDisposable;
        var count = new TransferCount(TimeProvider.System);
        var bytes = await new ProgressView(error, quiet, TimeProvider.System)
            .RunAsync(What, count, () => new ExportRun(source, arguments, count).RunAsync(stop));
        if (!quiet)
        {
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{What}: {count.Rows:N0} rows, {bytes:N0} bytes, {count.Elapsed.TotalSeconds:0.0} s"));
        }

        return 0;
    }

    private static ExchangeQuery Between(ExchangeQuery filter, string? from, string? to, DateTimeOffset now)
    {
        try
        {
            var query = filter with
            {
                From = from is null ? null : TimeParameter.Parse("--from", from, now),
                To = to is null ? now : TimeParameter.Parse("--to", to, now),
            };
            return query.From < query.To || query.From is null ? query : throw new TransferException("--from is not before --to");
        }
        catch (BadParameterException e)
        {
            throw new TransferException(e.Message, e);
        }
    }

    private static string Format(string? asked, string output)
    {
        var standard = output == ExportOutput.Standard;
        var format = asked ?? ExportFormat.Of(output)
            ?? (standard ? ExportFormat.Csv : throw new TransferException($"the name {output} tells no format; give --format {string.Join('|', ExportFormat.All)}"));
        if (format != ExportFormat.Parquet)
            return format;
        if (ExportFormat.IsGzip(output))
            throw new TransferException("Parquet is compressed by itself; leave .gz away");
        if (standard && !Console.IsOutputRedirected)
            throw new TransferException("Parquet is nothing for a terminal; give --output FILE");
        return format;
    }
}
