using LlmSentinel.Configuration.Checks;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Configuration.Tree;
using LlmSentinel.Configuration.Validation;

namespace LlmSentinel.Configuration;

/// <summary>
/// Reads the configuration: file, environment over it, defaults under it. Reports everything wrong at once. The file is the one named by
/// the option, else by <c>SENTINEL_CONFIG</c>, else <c>./sentinel.yaml</c>, else <c>./config/sentinel.yaml</c>, else there is none.
/// </summary>
/// <param name="environment">Environment variables.</param>
/// <param name="workingDirectory">Where relative paths start.</param>
public sealed class ConfigurationLoader(IReadOnlyDictionary<string, string> environment, string workingDirectory)
{
    /// <summary>A loader that sees this process's environment and working directory.</summary>
    public static ConfigurationLoader ForProcess()
    {
        var environment = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        return new ConfigurationLoader(environment, Environment.CurrentDirectory);
    }

    /// <summary>Finds, reads and checks the file. A file that is named and missing is an error.</summary>
    /// <param name="path">Path given on the command line; null when none was.</param>
    public ConfigurationResult Load(string? path = null) => Load(Read(path));

    /// <summary>Checks a text as if it were a file of that name.</summary>
    public ConfigurationResult LoadText(string text, string name = "sentinel.yaml") => Load(new ConfigurationInput(name, text, "", null));

    internal ConfigurationInput Read(string? path)
    {
        var (found, namedBy) = ConfigurationFile.Find(path, environment, workingDirectory);
        if (found is null)
            return new ConfigurationInput(null, "", "", null);
        var (text, hash, problem) = ConfigurationFile.Read(Path.Combine(workingDirectory, found));
        return new ConfigurationInput(found, text, hash, problem is not null && namedBy.Length > 0 ? $"{problem} (named by {namedBy})" : problem);
    }

    internal ConfigurationResult Load(ConfigurationInput input) => input.Text is { } text
        ? Load(text, input.Path, input.Hash)
        : new ConfigurationResult(input.Path, null, [new ConfigError(input.Path!, 0, 0, "", input.Problem!, null)]);

    private ConfigurationResult Load(string text, string? path, string hash)
    {
        var errors = new ErrorList();
        var schema = SchemaReader.Root;

        // 1. The file, with variables filled in. 2. What it leaves out and other defaults hang on. 3. The environment over it.
        if (YamlTreeReader.Read(text, path ?? "default", new Substitution(environment), errors) is not { } tree)
            return new ConfigurationResult(path, null, errors.Sorted());
        DefaultUpstreams.AddUpstreams(tree);
        new EnvironmentOverrides(errors).Apply(tree, schema, environment);
        DefaultUpstreams.ChooseDefault(tree);

        // 4. Against the schema. 5. What must fit together.
        var root = new TreeValidator(errors).Validate(schema, tree);
        ListenChecks.Check(root, errors);
        UpstreamChecks.Check(root, errors);
        LoopChecks.Check(root, errors);
        ProxyChecks.Check(root, errors);
        StoreChecks.Check(root, errors);
        FileChecks.Check(root, workingDirectory, errors);
        return errors.Count > 0
            ? new ConfigurationResult(path, null, errors.Sorted())
            : new ConfigurationResult(path, new ConfigurationSnapshot(root, path, hash), []);
    }
}
