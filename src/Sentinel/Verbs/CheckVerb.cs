using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LlmSentinel.Configuration;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel check</c>: says whether a configuration is valid, and everything that is wrong with it.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "File to check. Default: the one serve would use.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("check", "Check a configuration file and report all errors.") { file, json };
        command.SetAction(result => Check(
            ConfigurationLoader.ForProcess(), result.GetValue(file) ?? result.GetValue(CommonOptions.Config), result.GetValue(json), result.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Exit code 0 for a valid configuration, else 1.</summary>
    public static int Check(ConfigurationLoader loader, string? path, bool json, TextWriter output)
    {
        var result = loader.Load(path);
        if (json)
            output.WriteLine(ToJson(result));
        else if (result.Snapshot is { } snapshot)
            WriteSummary(output, snapshot);
        else
            WriteErrors(output, result.Errors);
        return result.Snapshot is null ? 1 : 0;
    }

    private static void WriteErrors(TextWriter output, IReadOnlyList<ConfigError> errors)
    {
        foreach (var error in errors)
            output.WriteLine(error);
        output.WriteLine(errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors"));
    }

    private static void WriteSummary(TextWriter output, ConfigurationSnapshot snapshot)
    {
        var options = snapshot.Options;
        output.WriteLine($"{snapshot.Path ?? "built-in defaults (no file found)"}: valid");
        output.WriteLine($"  data port   {string.Join(", ", options.Proxy.Listen.Concat(options.Proxy.ListenHttp2))}");
        output.WriteLine($"  admin port  {options.Admin.Listen}{(options.Admin.Token.Length > 0 ? " (token)" : "")}");
        output.WriteLine($"  store       {options.Store.Describe()}");
        output.WriteLine("  upstreams");
        foreach (var upstream in snapshot.Upstreams)
        {
            var notes = new List<string> { upstream.Preset.Name, upstream.ApiKey is null ? "client's credentials" : "own credential" };
            if (upstream.AsksUsage)
                notes.Add("asks for usage in streams");
            if (upstream.Name == options.Proxy.DefaultUpstream)
                notes.Add("default");
            output.WriteLine($"    /{upstream.Name}/  {string.Join(", ", upstream.Destinations.Select(d => d.Address))}  ({string.Join(", ", notes)})");
        }
    }

    private static string ToJson(ConfigurationResult result) => JsonSerializer.Serialize(
        new
        {
            valid = result.Snapshot is not null,
            path = result.Path,
            upstreams = result.Snapshot?.Upstreams.Select(upstream => new
            {
                name = upstream.Name, preset = upstream.Preset.Name, addresses = upstream.Destinations.Select(d => d.Address), ownCredential = upstream.ApiKey is not null,
            }),
            errors = result.Errors.Select(error => new
            {
                source = error.Source, line = error.Line, column = error.Column, key = error.Key, message = error.Message, allowed = error.Allowed,
            }),
        },
        JsonOptions);

    private static JsonSerializerOptions JsonOptions { get; } = new() { WriteIndented = true };
}
