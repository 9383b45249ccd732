using LlmSentinel.Testing;

namespace LlmSentinel.Configuration.Tests;

/// <summary>Loading with nothing of this machine in it.</summary>
internal static class Load
{
    public static ConfigurationLoader Loader(string? workingDirectory = null, params (string Name, string Value)[] environment) =>
        new(environment.ToDictionary(pair => pair.Name, pair => pair.Value), workingDirectory ?? Path.Combine(RepositoryRoot.Path, "tests"));

    public static ConfigurationResult Text(string yaml, params (string Name, string Value)[] environment) =>
        Loader(null, environment).LoadText(yaml, "sentinel.yaml");

    public static ConfigurationSnapshot Valid(string yaml, params (string Name, string Value)[] environment) => Text(yaml, environment).GetSnapshot();

    public static ConfigError OnlyError(string yaml, params (string Name, string Value)[] environment)
    {
        var result = Text(yaml, environment);
        Assert.Null(result.Snapshot);
        return Assert.Single(result.Errors);
    }
}
