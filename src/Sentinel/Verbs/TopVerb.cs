using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using LlmSentinel.Sentinel.Top;
using Spectre.Console;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel top</c>: a live table of what goes through a running sentinel.</summary>
internal static partial class TopVerb
{
    // Wide enough for every column: what is written to a file or a pipe is not wrapped.
    private const int WidthWithoutTerminal = 200;
    private const string TokenVariable = "SENTINEL__ADMIN__TOKEN";

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "Admin port of the sentinel to watch.", HelpName = "URL", DefaultValueFactory = _ => new Uri("http://127.0.0.1:4101"), CustomParser = Url,
        };
        var token = new Option<string?>("--token") { Description = $"Its admin.token. Default: ${TokenVariable}.", HelpName = "TOKEN" };
        var interval = new Option<double>("--interval") { Description = "Seconds between two looks.", HelpName = "SECONDS", DefaultValueFactory = _ => 2, CustomParser = Seconds };
        var window = new Option<string>("--window")
        {
            Description = "How far back rates and percentiles reach: 90s, 5m, 1h, 7d.", HelpName = "AGE", DefaultValueFactory = _ => "1m",
        };
        var once = new Option<bool>("--once") { Description = "Print one table and exit; so it is too when the output is no terminal." };
        var by = new Option<string>("--by") { Description = "What a row is.", DefaultValueFactory = _ => "model" };
        by.AcceptOnlyFromAmong("model", "upstream", "app");
        window.Validators.Add(result =>
        {
            if (!Age().IsMatch(result.GetValueOrDefault<string>() ?? ""))
                result.AddError("--window is a number and one of s, m, h, d, w: 90s, 5m, 1h.");
        });

        var command = new Command("top", "Watch rates, latency, tokens, cost and errors of a running sentinel.") { url, token, interval, window, once, by };
        command.SetAction((result, cancellationToken) =>
        {
            var output = result.InvocationConfiguration.Output;
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
            var terminal = output == Console.Out && !Console.IsOutputRedirected;
            if (!terminal)
                console.Profile.Width = WidthWithoutTerminal;
            return RunAsync(
                new TopArguments(
                    result.GetValue(url)!,
                    result.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable),
                    TimeSpan.FromSeconds(result.GetValue(interval)),
                    result.GetValue(window)!,
                    result.GetValue(once) || !terminal,
                    result.GetValue(by)!),
                console,
                result.InvocationConfiguration.Error,
                cancellationToken);
        });
        return command;
    }

    /// <summary>Exit code 0 when a sentinel was watched, 1 when none answers.</summary>
    public static async Task<int> RunAsync(TopArguments arguments, IAnsiConsole console, TextWriter error, CancellationToken cancellationToken)
    {
        using var http = TopClient.Connect(arguments.Url, arguments.Token);
        var client = new TopClient(http, arguments.By, arguments.Window);
        var screen = new TopScreen(console, client.ReadAsync, TimeProvider.System);
        try
        {
            if (arguments.Once)
                await screen.ShowOnceAsync(cancellationToken);
            else
                await screen.ShowLiveAsync(arguments.Interval, cancellationToken);
            return 0;
        }
        catch (TopUnreachableException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static Uri? Url(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
            return url;
        result.AddError("--url is an address such as http://127.0.0.1:4101.");
        return null;
    }

    private static double Seconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.1 and <= 3600)
            return seconds;
        result.AddError("--interval is a number of seconds from 0.1 to 3600.");
        return 0;
    }

    [GeneratedRegex("^[1-9][0-9]{0,5}[smhdw]$")]
    private static partial Regex Age();
}

/// <summary>What the user asked <c>sentinel top</c> for.</summary>
internal sealed record TopArguments(Uri Url, string? Token, TimeSpan Interval, string Window, bool Once, string By);
