using System.CommandLine;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Storage.Influx.Setup;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel store init</c>: makes the configured store's server ready.</summary>
internal static class StoreVerb
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Look, say what would be done, and change nothing." };
        var token = new Option<string?>("--token-env")
        {
            Description = "Environment variable with a token that may set the server up. Default: the configured token or user.", HelpName = "VARIABLE",
        };
        var minutes = Days("--keep-minutes", "How long sums of a minute are kept, in days. 0: for ever.", 90);
        var hours = Days("--keep-hours", "How long sums of an hour are kept, in days. 0: for ever.", 1825);
        var shorten = new Option<bool>("--shorten") { Description = "Let a policy or bucket that keeps points longer than configured forget them sooner: older points are deleted." };
        var init = new Command("init", "Make the server of store.kind influxdb ready: databases, retention policies or buckets, mappings. May be repeated.")
        {
            dryRun, token, minutes, hours, shorten,
        };
        init.SetAction((result, cancellationToken) => InitAsync(
            ConfigurationLoader.ForProcess(),
            result.GetValue(CommonOptions.Config),
            new StoreSetupOptions
            {
                DryRun = result.GetValue(dryRun),
                Shorten = result.GetValue(shorten),
                MinuteRetention = TimeSpan.FromDays(result.GetValue(minutes)),
                HourRetention = TimeSpan.FromDays(result.GetValue(hours)),
            },
            result.GetValue(token),
            result.InvocationConfiguration.Output,
            cancellationToken));
        return new Command("store", "Look after the configured store.") { init };
    }

    /// <summary>Exit code 0 when the server is ready, else 1.</summary>
    public static async Task<int> InitAsync(
        ConfigurationLoader loader, string? path, StoreSetupOptions setup, string? tokenVariable, TextWriter output, CancellationToken cancellationToken)
    {
        var result = loader.Load(path);
        if (result.Snapshot is not { } snapshot)
        {
            foreach (var error in result.Errors)
                await output.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return 1;
        }

        var store = snapshot.Options.Store;
        if (store.Kind != StoreKinds.InfluxDb)
        {
            await output.WriteLineAsync($"store.kind is {store.Kind}: nothing to set up, the sentinel makes what it needs.").ConfigureAwait(false);
            return 0;
        }

        var token = tokenVariable is null ? null : Environment.GetEnvironmentVariable(tokenVariable);
        if (tokenVariable is not null && string.IsNullOrEmpty(token))
        {
            await output.WriteLineAsync($"The environment variable {tokenVariable} is not set.").ConfigureAwait(false);
            return 1;
        }

        return await RunAsync(store, setup with { Token = token }, output, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(StoreOptions store, StoreSetupOptions setup, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var steps = StoreSetup.RunAsync(store, setup, TimeProvider.System, found => output.WriteLine($"{store.Url}: {found}"), cancellationToken);
            await foreach (var step in steps.ConfigureAwait(false))
                await output.WriteLineAsync($"  {Word(step.Result, setup.DryRun),-14} {step.Name}: {step.Detail}").ConfigureAwait(false);
        }
        catch (SetupException e)
        {
            await output.WriteLineAsync($"  failed         {e.Message}").ConfigureAwait(false);
            return 1;
        }

        await output.WriteLineAsync(setup.DryRun ? "Nothing was changed: this was a dry run." : "Ready.").ConfigureAwait(false);
        return 0;
    }

    private static string Word(SetupResult result, bool dryRun) => result switch
    {
        SetupResult.Created => dryRun ? "would create" : "created",
        SetupResult.Changed => dryRun ? "would change" : "changed",
        SetupResult.Left => "left as it is",
        _ => "already there",
    };

    private static Option<int> Days(string name, string description, int byDefault)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "DAYS", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 36_500)
                result.AddError($"{name} is between 0 and 36500 days.");
        });
        return option;
    }
}
