using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LlmSentinel.Sentinel.Demo;
using LlmSentinel.Hosting;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel demo</c>: provider, sidecar and traffic in one process; nothing is left behind.</summary>
internal static class DemoVerb
{
    public static Command Create()
    {
        var duration = new Option<TimeSpan?>("--duration") { Description = "How long it runs: 90s, 5m, 1h. Default: until Ctrl-C.", HelpName = "AGE", CustomParser = Duration };
        var seed = new Option<ulong>("--seed") { Description = "The same seed makes the same callers and answers.", DefaultValueFactory = _ => 1UL, HelpName = "N" };
        var speed = new Option<double>("--speed") { Description = "Scenario seconds per real second.", DefaultValueFactory = _ => 1.0, HelpName = "X" };
        speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1e6)) result.AddError("--speed must be above 0.");
        });
        var command = new Command("demo", "See it work: a simulated provider, the sidecar and traffic in one process.") { duration, seed, speed };
        command.SetAction((result, cancellationToken) =>
        {
            var arguments = new DemoArguments(result.GetValue(duration), result.GetRequiredValue(seed), result.GetRequiredValue(speed));
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            return StopSignal.RunAsync(stop => new DemoRun(arguments, output, error).RunAsync(stop), cancellationToken);
        });
        return command;
    }

    private static TimeSpan? Duration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var unit = text.Length > 1 ? text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.Zero } : TimeSpan.Zero;
        if (unit > TimeSpan.Zero && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1e5)
            return unit * count;
        result.AddError("--duration is a number and one of s, m, h: 90s, 5m, 1h.");
        return null;
    }
}
